using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Daemons;

/// <summary>The program beside this one that is the daemon, and that knows the engine, which this one does not.</summary>
internal static class DaemonBeside
{
    /// <summary>Makes this process the daemon, in the foreground.</summary>
    /// <returns>Why it could not.</returns>
    public static RefusedException Become()
    {
        var command = CommandOf(DaemonProgram.Serve);
        return new RefusedException(new Error(ErrorCode.Unexpected, $"'{command[0]}' cannot be started: {OtherProgram.Become(command, EnvironmentOfThis())}."));
    }

    /// <summary>Starts the daemon in the background, and waits until it listens.</summary>
    /// <exception cref="RefusedException">It does not; the answer says why.</exception>
    /// <exception cref="IOException">It could not be started.</exception>
    public static async Task StartAsync(string home, CancellationToken cancellationToken)
    {
        var environment = EnvironmentOfThis();
        // Started from within an execution, it is not a part of it: whatever bears this mark ends with that execution.
        environment.Remove("HOLDFAST_EXECUTION");
        // Nor of the trace of whoever happens to be the first to need it.
        environment.Remove("TRACEPARENT");
        environment.Remove("TRACESTATE");
        environment[SettingDefinition.Prefix + "HOME"] = home;
        await using var pipe = ProgramStart.Detached(CommandOf(DaemonProgram.Serve, DaemonProgram.Background), environment, DaemonFile.LogIn(home));
        _ = await AnswerAsync(pipe, cancellationToken)
            ?? throw new RefusedException(new Error(
                ErrorCode.DaemonUnreachable, $"The daemon of '{home}' died while it started; its last words are in {DaemonFile.LogIn(home)}.", "holdfast daemon logs"));
    }

    /// <summary>Has something done that needs no daemon, and must work where none can start.</summary>
    /// <exception cref="RefusedException">It was not done; the answer says why.</exception>
    public static async Task<T> AskAsync<T>(IReadOnlyList<string> arguments, Func<ProtocolJsonContext, JsonTypeInfo<T>> type, CancellationToken cancellationToken)
    {
        await using var pipe = ProgramStart.Beside(CommandOf([.. arguments]), EnvironmentOfThis());
        var document = await AnswerAsync(pipe, cancellationToken)
            ?? throw new RefusedException(new Error(ErrorCode.Unexpected, $"{DaemonProgram.Name} {arguments[0]} died before it answered."));
        return JsonSerializer.Deserialize(document, type(ProtocolJson.Compact))!;
    }

    /// <returns>What came with the answer; null when there was none.</returns>
    private static async Task<string?> AnswerAsync(Stream pipe, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        // Reading from a pipe cannot be cancelled; waiting for it can.
        var said = await reader.ReadToEndAsync(cancellationToken).WaitAsync(cancellationToken);
        if (said.StartsWith(DaemonProgram.Ready, StringComparison.Ordinal))
            return said[DaemonProgram.Ready.Length..];
        return said.Length == 0 ? null : throw new RefusedException(JsonSerializer.Deserialize(said, ProtocolJson.Compact.ErrorDocument)!.Error);
    }

    private static string[] CommandOf(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, DaemonProgram.Name);
        return File.Exists(program)
            ? [program, .. arguments]
            : throw new RefusedException(new Error(
                ErrorCode.ToolMissing, $"The program '{program}' is missing: it belongs beside holdfast.", "install Holdfast again, all of its folder"));
    }

    // What this process was told, the other goes by, wherever its own working directory is.
    private static Dictionary<string, string> EnvironmentOfThis()
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        var settings = SettingSet.Load().Document;
        foreach (var setting in settings.Settings)
            environment[setting.Variable] = setting.Value;
        environment[SettingPlaces.Variable] = SettingPlaces.Write(settings);
        return environment;
    }
}
