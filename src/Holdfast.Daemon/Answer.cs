using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Daemon;

/// <summary>The one answer to whoever started this program, as <see cref="DaemonProgram"/> says.</summary>
internal sealed class Answer : IDisposable
{
    private readonly FileStream pipe = new(new SafeFileHandle(DaemonProgram.AnswerDescriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);

    /// <summary>Does what was asked for, and answers with its document, or with why there is none.</summary>
    public static async Task<int> GiveAsync<T>(Func<Task<T>> work, Func<ProtocolJsonContext, JsonTypeInfo<T>> type)
    {
        using var answer = new Answer();
        try
        {
            var document = await work();
            answer.Ready(JsonSerializer.SerializeToUtf8Bytes(document, type(ProtocolJson.Compact)));
            return ExitCode.Completed;
        }
        catch (RefusedException refused)
        {
            return answer.Refuse(refused.Error);
        }
        catch (Exception fault)
        {
            return answer.Refuse(Fault(fault));
        }
    }

    /// <summary>Tells a person, where there is one.</summary>
    public static int Complain(Error error)
    {
        var hint = error.Hint is null ? "" : $" ({error.Hint})";
        Console.Error.WriteLine($"error[{error.Code}]: {error.Message}{hint}".ReplaceLineEndings(" "));
        return ExitCode.Of(error);
    }

    public static Error Fault(Exception fault) => FaultFile.Write(() => SettingValues.OfEnvironment().Home, fault);

    public void Ready(ReadOnlySpan<byte> document = default) => Write([.. Encoding.UTF8.GetBytes(DaemonProgram.Ready), .. document]);

    public int Refuse(Error error)
    {
        Write(JsonSerializer.SerializeToUtf8Bytes(new ErrorDocument(error), ProtocolJson.Compact.ErrorDocument));
        return ExitCode.Of(error);
    }

    public void Dispose() => pipe.Dispose();

    private void Write(ReadOnlySpan<byte> text)
    {
        try
        {
            pipe.Write(text);
        }
        catch (IOException)
        {
            // Whoever asked is gone, and nobody else waits for it.
        }
    }
}
