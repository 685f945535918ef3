namespace Holdfast.Cli.Screens;

/// <summary>Colours, where there are any.</summary>
internal sealed class Paint(bool on)
{
    public bool IsOn { get; } = on;

    public string Red(string text) => In("31", text);

    public string Green(string text) => In("32", text);

    public string Yellow(string text) => In("33", text);

    public string Cyan(string text) => In("36", text);

    public string Dim(string text) => In("2", text);

    public string Bold(string text) => In("1", text);

    private string In(string code, string text) => IsOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
