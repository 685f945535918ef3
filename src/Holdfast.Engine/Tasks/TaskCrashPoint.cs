using Holdfast.Processes;

namespace Holdfast.Engine.Tasks;

/// <summary>The named places between storing and acting that a session comes by; <see cref="ArmedCrash"/> makes the process die at one.</summary>
public static class TaskCrashPoint
{
    public const string SessionStored = "session_stored";
    public const string WorkspaceReady = "session_workspace_ready";
    public const string CancelStored = "session_cancel_stored";
    public const string ActivityFinished = "session_activity_finished";
}
