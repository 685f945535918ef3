namespace Holdfast.Core.Failures.Repairs.Source;

/// <summary>Which bracket belongs to which, as far as that can be said.</summary>
internal sealed class Brackets
{
    private readonly int[] partners;
    private readonly int[] enclosing;

    /// <param name="tokens">Without comments.</param>
    public Brackets(IReadOnlyList<Token> tokens)
    {
        partners = new int[tokens.Count];
        enclosing = new int[tokens.Count];
        Array.Fill(partners, -1);
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].IsCloser && FirstFault is null)
            {
                if (open.TryPeek(out var top) && tokens[top].Partner == tokens[i].Text)
                {
                    open.Pop();
                    (partners[top], partners[i]) = (i, top);
                }
                else
                {
                    FirstFault = i;
                }
            }

            enclosing[i] = open.TryPeek(out var around) ? around : -1;
            if (tokens[i].IsOpener)
                open.Push(i);
        }

        Unclosed = [.. open.Reverse()];
    }

    /// <summary>The first closer that closes nothing or the wrong thing; what follows it is not paired.</summary>
    public int? FirstFault { get; }

    /// <summary>Openers still open at the end, or at the first fault, outermost first.</summary>
    public IReadOnlyList<int> Unclosed { get; }

    public bool AreBalanced => FirstFault is null && Unclosed.Count == 0;

    /// <returns>Index of the other bracket of the pair, or -1.</returns>
    public int PartnerOf(int index) => partners[index];

    /// <returns>Index of the innermost opener around the token, or -1. A closer stands outside of its own pair.</returns>
    public int Around(int index) => enclosing[index];
}
