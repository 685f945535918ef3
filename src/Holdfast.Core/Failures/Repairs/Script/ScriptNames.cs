using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>Which names JavaScript or TypeScript code binds and uses.</summary>
internal static class ScriptNames
{
    public static readonly IReadOnlySet<string> Keywords = new HashSet<string>
    {
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "export", "extends", "false", "finally",
        "for", "function", "if", "import", "in", "instanceof", "new", "null", "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var",
        "void", "while", "with", "yield", "let", "static", "async", "of", "get", "set",
    };

    /// <summary>Words a statement begins with.</summary>
    public static readonly IReadOnlySet<string> StatementWords = new HashSet<string>
    {
        "break", "case", "class", "const", "continue", "default", "do", "export", "for", "function", "if", "import", "let", "return", "switch", "throw", "try",
        "var", "while", "async", "else", "catch", "finally", "interface", "type", "enum",
    };

    private static readonly string[] TypeWords =
    [
        "any", "unknown", "never", "string", "number", "boolean", "bigint", "symbol", "object", "as", "is", "keyof", "infer", "readonly", "declare", "abstract",
        "public", "private", "protected", "override", "implements", "interface", "type", "enum", "namespace", "satisfies", "asserts", "unique", "Record", "Partial",
        "Required", "Readonly", "Pick", "Omit", "Exclude", "Extract", "NonNullable", "Parameters", "ReturnType", "InstanceType", "Awaited", "Iterable", "Iterator",
        "Generator", "AsyncGenerator", "ReadonlyArray", "PromiseLike", "ArrayLike", "PropertyKey", "NodeJS",
    ];

    private static readonly IReadOnlySet<string> Known = new HashSet<string>([.. NodeLibrary.Globals, .. Keywords, .. TypeWords, "inputData"]);

    public static CodeNames Read(IReadOnlyList<Token> tokens)
    {
        var all = Interpolations.ExpandScript(tokens);
        var reader = new Reader(all, new Brackets(all));
        for (var i = 0; i < all.Count; i++)
            reader.ReadAt(i);
        return new CodeNames(reader.Bound, reader.Uses, Known);
    }

    public static bool IsName(Token token) => token.Kind == TokenKind.Name && !Keywords.Contains(token.Text) && token.Text[0] != '#';

    private sealed class Reader(List<Token> all, Brackets brackets)
    {
        public HashSet<string> Bound { get; } = [];

        public List<Token> Uses { get; } = [];

        public void ReadAt(int i)
        {
            if (all[i].Is("=>"))
            {
                BindBeforeArrow(i);
            }
            else if (all[i].Is("="))
            {
                if (IsAssignedName(i - 1))
                    Bound.Add(all[i - 1].Text);
            }
            else if (all[i].Kind == TokenKind.Name && !IsMember(i))
            {
                ReadWord(i);
            }
        }

        private void ReadWord(int i)
        {
            switch (all[i].Text)
            {
                case "const" or "let" or "var":
                    BindDeclared(i + 1);
                    break;
                case "function":
                    i += Is(i + 1, "*") ? 2 : 1;
                    Bind(i);
                    BindWithin(Is(i, "(") ? i : i + 1);
                    break;
                case "class" or "interface" or "enum" or "namespace" or "type":
                    Bind(i + 1);
                    BindTypeParameters(i + 2);
                    break;
                case "import":
                    BindImports(i + 1);
                    break;
                case "catch":
                    BindWithin(i + 1);
                    break;
                default:
                    if (!IsName(all[i]) || IsKey(i))
                        break;
                    if (IsMethodHead(i))
                    {
                        Bind(i);
                        BindWithin(i + 1);
                    }
                    else
                    {
                        Uses.Add(all[i]);
                    }

                    break;
            }
        }

        private void Bind(int i)
        {
            if (i < all.Count && IsName(all[i]))
                Bound.Add(all[i].Text);
        }

        /// <summary>Everything named inside a pair of brackets: a parameter list or a pattern.</summary>
        private void BindWithin(int open)
        {
            if (open < 0 || open >= all.Count || !all[open].IsOpener)
                return;
            var end = brackets.PartnerOf(open) >= 0 ? brackets.PartnerOf(open) : EndOfLine(open);
            for (var i = open + 1; i < end; i++)
            {
                if (!IsMember(i))
                    Bind(i);
            }
        }

        /// <summary><c>const a = 1, { b, c: [d] } = x</c>: names and patterns up to each <c>=</c>.</summary>
        private void BindDeclared(int i)
        {
            while (i < all.Count)
            {
                var next = i + 1;
                if (Is(i, "{") || Is(i, "["))
                {
                    BindWithin(i);
                    next = brackets.PartnerOf(i) + 1;
                }
                else
                {
                    Bind(i);
                }

                // Another declarator of the same statement follows a comma outside of every bracket opened since.
                var around = brackets.Around(i);
                var line = all[i].Line;
                for (i = Math.Max(next, i + 1); i < all.Count && !(brackets.Around(i) == around && (all[i].IsAnyOf(",", ";", "of", "in") || all[i].IsCloser)); i++)
                {
                    if (all[i].Line > line && StatementWords.Contains(all[i].Text))
                        return;
                }

                if (!Is(i, ","))
                    return;
                i++;
            }
        }

        private void BindTypeParameters(int i)
        {
            if (!Is(i, "<"))
                return;
            for (i++; i < all.Count && !Is(i, ">"); i++)
                Bind(i);
        }

        private void BindImports(int i)
        {
            for (var line = all[Math.Min(i, all.Count - 1)].Line; i < all.Count && !Is(i, "from") && !Is(i, "("); i++)
            {
                if (all[i].Kind == TokenKind.String || (all[i].Line > line && brackets.Around(i) < 0))
                    break;
                Bind(i);
            }
        }

        private void BindBeforeArrow(int arrow)
        {
            var before = arrow - 1;
            if (before < 0)
                return;
            if (Is(before, ")"))
            {
                BindWithin(brackets.PartnerOf(before));
                return;
            }

            Bind(before);

            // (a, b): Type => …
            for (var i = before; i > 0 && all[i].Line == all[arrow].Line; i--)
            {
                if (Is(i, ")") && Is(i + 1, ":"))
                    BindWithin(brackets.PartnerOf(i));
            }
        }

        /// <summary>A property behind a dot, or a private name.</summary>
        private bool IsMember(int i) => Is(i - 1, ".") || Is(i - 1, "?.") || all[i].Text[0] == '#';

        /// <summary>The key of an object, or a property of a type.</summary>
        private bool IsKey(int i) =>
            (Is(i + 1, ":") || (Is(i + 1, "?") && Is(i + 2, ":"))) && (Is(i - 1, "{") || Is(i - 1, ",") || Is(i - 1, ";") || IsFirstOfLine(i) || IsModifier(i - 1));

        /// <summary><c>name(…) {</c> in a class or an object.</summary>
        private bool IsMethodHead(int i)
        {
            if (!Is(i + 1, "(") || brackets.PartnerOf(i + 1) is var close && close < 0)
                return false;
            return (Is(close + 1, "{") || (Is(close + 1, ":") && brackets.Around(i) >= 0 && Is(brackets.Around(i), "{") && !Is(i - 1, "?"))) && !IsValueBefore(i);
        }

        private bool IsValueBefore(int i) => Is(i - 1, "=") || Is(i - 1, "return") || Is(i - 1, "=>") || Is(i - 1, "(") || Is(i - 1, "new") || Is(i - 1, "await");

        private bool IsModifier(int i) => i >= 0 && all[i].IsAnyOf("public", "private", "protected", "readonly", "static");

        private bool IsAssignedName(int i) =>
            i >= 0 && IsName(all[i]) && !IsMember(i) && (IsFirstOfLine(i) || Is(i - 1, ";") || Is(i - 1, "(") || Is(i - 1, "{") || Is(i - 1, ",") || IsModifier(i - 1));

        private bool IsFirstOfLine(int i) => i == 0 || all[i - 1].Line < all[i].Line;

        private int EndOfLine(int i)
        {
            var line = all[i].Line;
            while (i < all.Count && all[i].Line == line)
                i++;
            return i;
        }

        private bool Is(int i, string text) => i >= 0 && i < all.Count && all[i].Is(text);
    }
}
