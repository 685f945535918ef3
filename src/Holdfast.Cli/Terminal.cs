using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;

namespace Holdfast.Cli;

/// <summary>Where a command's words go, and how: text or JSON, coloured or not, live or line by line.</summary>
internal sealed class Terminal
{
    private Terminal(bool json, bool quiet, bool noColour)
    {
        Json = json;
        Quiet = quiet;
        Out = Writer(Console.OpenStandardOutput());
        Error = Writer(Console.OpenStandardError());
        var dumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        var colour = !noColour && !dumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        Paint = new Paint(colour && !json && !Console.IsOutputRedirected);
        ErrorPaint = new Paint(colour && !Console.IsErrorRedirected);
        // With --json stdout is the document's, and progress is for whoever looks at stderr.
        ProgressOut = json ? Error : Out;
        ProgressPaint = json ? ErrorPaint : Paint;
        IsLive = !dumb && !(json ? Console.IsErrorRedirected : Console.IsOutputRedirected);
    }

    public bool Json { get; }

    /// <summary>No progress, only the end.</summary>
    public bool Quiet { get; }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public Paint Paint { get; }

    public Paint ErrorPaint { get; }

    public TextWriter ProgressOut { get; }

    public Paint ProgressPaint { get; }

    /// <summary>Whether progress may be redrawn in place.</summary>
    public bool IsLive { get; }

    /// <summary>Whether writing to stdout fails because nobody reads it any more.</summary>
    public bool OutputIsClosed
    {
        get
        {
            try
            {
                Out.Flush();
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <param name="args">Behind "--" they are another program's.</param>
    public static Terminal Open(IEnumerable<string> args)
    {
        var ours = args.TakeWhile(argument => argument != "--").ToList();
        return new Terminal(ours.Contains("--json"), ours.Contains("--quiet"), ours.Contains("--no-color"));
    }

    /// <summary>Prints one document: for people over lines, for programs on one.</summary>
    public void Print<T>(T document, Func<ProtocolJsonContext, JsonTypeInfo<T>> type)
    {
        Out.WriteLine(JsonSerializer.Serialize(document, type(Console.IsOutputRedirected ? ProtocolJson.Compact : ProtocolJson.Indented)));
        Out.Flush();
    }

    /// <summary>Prints one document on one line, of several that follow each other.</summary>
    public void PrintLine<T>(T document, Func<ProtocolJsonContext, JsonTypeInfo<T>> type)
    {
        Out.WriteLine(JsonSerializer.Serialize(document, type(ProtocolJson.Compact)));
        Out.Flush();
    }

    /// <summary>Says in one line why nothing was done.</summary>
    public int Refuse(Error error)
    {
        if (Json)
            Print(new ErrorDocument(error), json => json.ErrorDocument);
        else
            PlanCheckScreen.WriteFaults(Error, ErrorPaint, error.Faults ?? []);
        Tell(error);
        return ExitCode.Of(error);
    }

    /// <summary>Says in one line that Holdfast itself is at fault, and keeps the details in a file.</summary>
    public int Fault(Exception fault) => Refuse(FaultFile.Write(() => SettingSet.Load().Home, fault));

    private void Tell(Error error)
    {
        var hint = error.Hint is null ? "" : $" {ErrorPaint.Dim($"({Text.OneLine(error.Hint)})")}";
        Error.WriteLine($"{ErrorPaint.Red($"error[{error.Code}]:")} {Text.OneLine(error.Message)}{hint}");
        Error.Flush();
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 << 10);
}
