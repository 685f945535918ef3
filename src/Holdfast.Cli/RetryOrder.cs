namespace Holdfast.Cli;

/// <summary>What a person wants tried again.</summary>
/// <param name="Run">A number, an id, or an unambiguous part of one.</param>
/// <param name="Keys">Atoms to run again although they succeeded.</param>
/// <param name="OnlyFailed">Whether to leave out what was cancelled or never reached.</param>
internal sealed record RetryOrder(string Run, IReadOnlyList<string> Keys, NewCode? Code, bool OnlyFailed);

/// <param name="File">Where it came from, as the person named it.</param>
internal sealed record NewCode(string Key, string File, string Text);
