namespace Holdfast.Core.Maintenance;

/// <summary>Spans of time as they are said in reasons.</summary>
internal static class Ages
{
    public static string Say(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => $"{age.TotalSeconds:0} s",
        { TotalHours: < 2 } => $"{age.TotalMinutes:0} min",
        { TotalDays: < 2 } => $"{age.TotalHours:0} h",
        _ => $"{age.TotalDays:0} days",
    };
}
