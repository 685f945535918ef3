namespace Holdfast.Processes.Shims;

/// <summary>The named places between two steps of a shim; <see cref="ArmedCrash"/> makes it die at one.</summary>
public static class ShimCrashPoint
{
    public const string FolderMade = "shim_folder_made";
    public const string IdentityDurable = "shim_identity_durable";
    public const string SpawnedBeforeProcess = "shim_spawned_before_process";
    public const string EndedBeforeRecord = "shim_ended_before_record";
    public const string RecordWritten = "shim_record_written";
    public const string RecordRenamed = "shim_record_renamed";

    /// <summary>Every name there is, in the order a shim comes by them.</summary>
    public static readonly IReadOnlyList<string> All = [FolderMade, IdentityDurable, SpawnedBeforeProcess, EndedBeforeRecord, RecordWritten, RecordRenamed];
}
