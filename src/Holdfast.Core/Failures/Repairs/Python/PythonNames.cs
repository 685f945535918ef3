using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>Which names Python code binds and uses.</summary>
internal static class PythonNames
{
    public static readonly IReadOnlySet<string> Keywords = new HashSet<string>
    {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
        "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    };

    /// <summary>Words that begin a statement with a block.</summary>
    public static readonly IReadOnlySet<string> BlockWords = new HashSet<string>
    {
        "if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with", "async",
    };

    private static readonly IReadOnlySet<string> Known =
        new HashSet<string>([.. PythonLibrary.Builtins, .. Keywords, "input_data", "match", "case", "type", "_"]);

    public static CodeNames Read(IReadOnlyList<Token> tokens)
    {
        var all = Interpolations.ExpandPython(tokens);
        var reader = new Reader(all, new Brackets(all));
        for (var i = 0; i < all.Count; i++)
            reader.ReadAt(i);
        return new CodeNames(reader.Bound, reader.Uses, Known);
    }

    public static bool IsName(Token token) => token.Kind == TokenKind.Name && !Keywords.Contains(token.Text);

    private sealed class Reader(List<Token> all, Brackets brackets)
    {
        private readonly HashSet<int> skipped = [];

        public HashSet<string> Bound { get; } = [];

        public List<Token> Uses { get; } = [];

        public void ReadAt(int i)
        {
            var token = all[i];
            if (token.Kind == TokenKind.Name)
                ReadWord(i);
            else if (token.IsAnyOf("=", ":=", "+=", "-=", "*=", "/=", "|=", "&=", "//=", "%=", "**="))
                BindTargetsBefore(i);
            else if (token.Is(":") && i > 0 && IsFirstOfLine(i - 1) && IsName(all[i - 1]))
                Bound.Add(all[i - 1].Text);
        }

        private void ReadWord(int i)
        {
            switch (all[i].Text)
            {
                case "def":
                    Bind(i + 1);
                    BindParameters(i + 2);
                    break;
                case "class" or "as" or "global" or "nonlocal":
                    BindList(i + 1);
                    break;
                case "import":
                    BindImports(i + 1);
                    break;
                case "from" when IsFirstOfLine(i):
                    SkipModule(i + 1);
                    break;
                case "for":
                    BindUntil(i + 1, "in");
                    break;
                case "lambda":
                    BindUntil(i + 1, ":");
                    break;
                case "case" when IsFirstOfLine(i):
                    BindUntil(i + 1, ":");
                    break;
                default:
                    if (IsName(all[i]) && !Is(i - 1, ".") && !IsKeywordArgument(i) && !skipped.Contains(i))
                        Uses.Add(all[i]);
                    break;
            }
        }

        private void Bind(int i)
        {
            if (i < all.Count && IsName(all[i]))
                Bound.Add(all[i].Text);
        }

        private void BindList(int i)
        {
            while (Is(i, "("))
                i++;
            for (; i < all.Count && IsName(all[i]); i += 2)
            {
                Bound.Add(all[i].Text);
                if (!Is(i + 1, ","))
                    break;
            }
        }

        /// <summary>Names at the first level of a parameter list: behind its opening, a comma or a star.</summary>
        private void BindParameters(int open)
        {
            if (!Is(open, "("))
                return;
            var line = all[open].Line;
            for (var i = open + 1; i < all.Count && !(all[i].Line > line && PythonNames.BlockWords.Contains(all[i].Text)); i++)
            {
                if (brackets.Around(i) == open && all[i - 1].IsAnyOf("(", ",", "*", "**"))
                    Bind(i);
                if (i == brackets.PartnerOf(open) || (brackets.PartnerOf(open) < 0 && Is(i, ":") && all[i].Line > line))
                    break;
            }
        }

        private void BindImports(int i)
        {
            while (Is(i, "("))
                i++;
            var line = all[Math.Min(i, all.Count - 1)].Line;
            for (; i < all.Count && all[i].Kind == TokenKind.Name && (all[i].Line == line || brackets.Around(i) >= 0); i++)
            {
                var first = i;
                while (Is(i + 1, "."))
                    i += 2;
                if (Is(i + 1, "as"))
                    i += 2;
                Bind(Is(i - 1, "as") ? i : first);
                i++;
                if (!Is(i, ","))
                    break;
            }
        }

        /// <summary><c>from a.b import</c>: a module's name is no use of a name.</summary>
        private void SkipModule(int i)
        {
            for (var line = i < all.Count ? all[i].Line : 0; i < all.Count && all[i].Line == line && !Is(i, "import"); i++)
                skipped.Add(i);
        }

        private void BindUntil(int i, string end)
        {
            for (var line = i < all.Count ? all[i].Line : 0; i < all.Count && all[i].Line == line && !Is(i, end); i++)
            {
                if (!Is(i - 1, "."))
                    Bind(i);
            }
        }

        /// <summary>The names left of an assignment: of its line, or within the parentheses of a walrus.</summary>
        private void BindTargetsBefore(int sign)
        {
            if (Is(sign, ":="))
            {
                Bind(sign - 1);
                return;
            }

            var around = brackets.Around(sign);
            if (around >= 0)
                return;
            for (var i = sign - 1; i >= 0 && all[i].Line == all[sign].Line && !all[i].IsAnyOf(";", ":"); i--)
            {
                if (!Is(i - 1, ".") && !Is(i + 1, ".") && !Is(i + 1, "[") && !Is(i + 1, "("))
                    Bind(i);
            }

            // An annotated one: name: type = value.
            for (var i = sign - 1; i > 0 && all[i].Line == all[sign].Line; i--)
            {
                if (Is(i, ":") && IsFirstOfLine(i - 1))
                    Bind(i - 1);
            }
        }

        private bool IsKeywordArgument(int i) => Is(i + 1, "=") && brackets.Around(i) >= 0 && all[i - 1].IsAnyOf("(", ",");

        private bool IsFirstOfLine(int i) => i == 0 || all[i - 1].Line < all[i].Line;

        private bool Is(int i, string text) => i >= 0 && i < all.Count && all[i].Is(text);
    }
}
