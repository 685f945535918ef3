using System.CommandLine;

namespace Holdfast.Cli.Commands;

internal static class MaintainVerbs
{
    public static Command Create() => new("maintain", "Keep a home in order: what is stuck, left over, or not needed any more.") 
    {
        MaintainCleanupVerb.Create(), MaintainStoreVerbs.Gc(), MaintainStoreVerbs.Vacuum(), MaintainStoreVerbs.Check(), MaintainStoreVerbs.Backup(), MaintainStoreVerbs.Restore(),
    };
}
