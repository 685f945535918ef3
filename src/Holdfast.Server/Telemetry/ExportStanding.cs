using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Telemetry;

/// <summary>Whether what is sent arrives: told in the log when that changes, and not each time.</summary>
/// <param name="what">Traces or metrics.</param>
internal sealed class ExportStanding(string what, OtlpTarget target, ILogger logger)
{
    private bool failed;

    /// <summary>By one sender at a time.</summary>
    public void Take(bool arrived)
    {
        if (failed == !arrived)
            return;
        failed = !arrived;
        if (failed)
            logger.NotSent(what, target);
        else
            logger.SentAgain(what, target);
    }
}
