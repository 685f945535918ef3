using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Holdfast.Engine.Runtimes;

/// <summary>How a text is written within JSON. Writers differ in what they escape beyond what they must.</summary>
internal static class JsonSpellings
{
    /// <returns>Without quotes around them; some may be the same, or the text itself.</returns>
    public static IEnumerable<string> Of(string text) =>
    [
        // JavaScript, Rust, jq.
        Escape(text, _ => false),
        // Go.
        Escape(text, each => each is '<' or '>' or '&' or '\u2028' or '\u2029'),
        // Python.
        Escape(text, each => each > '~'),
        // PHP.
        Escape(text, each => each is '/' or > '~'),
        // .NET.
        JavaScriptEncoder.Default.Encode(text),
    ];

    private static string Escape(string text, Func<char, bool> isEscapedToo)
    {
        var written = new StringBuilder(text.Length);
        foreach (var each in text)
        {
            if (each is '"' or '\\')
                written.Append('\\').Append(each);
            else if ("\b\f\n\r\t".IndexOf(each, StringComparison.Ordinal) is var known and >= 0)
                written.Append('\\').Append("bfnrt"[known]);
            else if (each == '/' && isEscapedToo(each))
                written.Append("\\/");
            else if (each < ' ' || isEscapedToo(each))
                written.Append(CultureInfo.InvariantCulture, $"\\u{(int)each:x4}");
            else
                written.Append(each);
        }

        return written.ToString();
    }
}
