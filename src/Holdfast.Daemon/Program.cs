using Holdfast.Daemon;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Settings;
using Holdfast.Server.Wire.Diagnostics;
using Holdfast.Server.Wire.Environments;
using Holdfast.Server.Wire.Maintenance;

return args switch
{
    ["--version"] => Version(),
    [DaemonProgram.Serve] => await Serving.HereAsync(),
    [DaemonProgram.Serve, DaemonProgram.Background] => await Serving.InBackgroundAsync(),
    [DaemonProgram.CheckEnvironment] => await LookAsync(agent: null),
    [DaemonProgram.CheckEnvironment, var agent] => await LookAsync(agent),
    [DaemonProgram.Diagnose] => await Answer.GiveAsync(() => DiagnosticsDocuments.LookAsync(Home(), CancellationToken.None), json => json.DiagnosticsDocument),
    [DaemonProgram.CheckStore] => await Answer.GiveAsync(() => Task.FromResult(StoreDocuments.Check(Home())), json => json.StoreCheckDocument),
    [DaemonProgram.BackUpStore, var file] => await Answer.GiveAsync(() => Task.FromResult(StoreDocuments.BackUp(Home(), file)), json => json.StoreCheckDocument),
    [DaemonProgram.RestoreStore, var file] => await Answer.GiveAsync(() => StoreDocuments.RestoreAsync(Home(), file, CancellationToken.None), json => json.RestoredDocument),
    _ => Refuse(),
};

static string Home() => SettingValues.OfEnvironment().Home;

static Task<int> LookAsync(string? agent) =>
    Answer.GiveAsync(() => EnvironmentDocuments.LookAsync(Home(), agent, SeenBy.Command, CancellationToken.None), json => json.EnvironmentDocument);

static int Version()
{
    Console.Out.WriteLine(ProductVersion.Text);
    return ExitCode.Completed;
}

static int Refuse() => Answer.Complain(new Error(ErrorCode.Usage, $"{DaemonProgram.Name} is started by holdfast, which has the commands.", "holdfast serve --help"));
