using Holdfast.Protocol.Diagnostics;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Maintenance;
using Holdfast.Server.Wire.Diagnostics;
using Holdfast.Server.Wire.Environments;
using Holdfast.Server.Wire.Maintenance;

namespace Holdfast.Cli;

/// <summary>What can be done in this process when no daemon can do it, as where none can start. Beside it only the daemon itself sees the engine.</summary>
internal static class WithoutDaemon
{
    public static Task<EnvironmentDocument> LookAtEnvironmentAsync(string home, string? agent, CancellationToken cancellationToken) =>
        EnvironmentDocuments.LookAsync(home, agent, SeenBy.Command, cancellationToken);

    public static Task<DiagnosticsDocument> DiagnoseAsync(string home, CancellationToken cancellationToken) => DiagnosticsDocuments.LookAsync(home, cancellationToken);

    public static StoreCheckDocument CheckStore(string home) => StoreDocuments.Check(home);

    public static StoreCheckDocument BackUpStore(string home, string file) => StoreDocuments.BackUp(home, file);

    public static Task<RestoredDocument> RestoreStoreAsync(string home, string file, CancellationToken cancellationToken) =>
        StoreDocuments.RestoreAsync(home, file, cancellationToken);

    /// <summary>What somebody probably meant; null when nothing is near.</summary>
    public static string? NearestName(string name, IEnumerable<string> known) => Core.NearestName.Of(name, known);
}
