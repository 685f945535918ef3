namespace Holdfast.Core.Plans;

public enum PlanFaultSeverity { Error, Warning }

/// <summary>One thing that is wrong with a plan, where it is written.</summary>
/// <param name="Code">Stable, for programs; one of <see cref="PlanFaultCodes"/>.</param>
/// <param name="Message">A sentence for people: what is wrong, with which atom, and what to do.</param>
/// <param name="File">As the caller named the plan's file; a code file is named relative to the same place.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units, as editors count.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) to the value in the plan; empty for the whole of it.</param>
public sealed record PlanFault(
    string Code, string Message, string File, int Line, int Column, string Pointer, PlanFaultSeverity Severity = PlanFaultSeverity.Error);

/// <summary>Every code a fault can have. docs/reference/plan.md explains each one.</summary>
public static class PlanFaultCodes
{
    // The file as a whole.
    public const string FileMissing = "file_missing";
    public const string FileUnreadable = "file_unreadable";
    public const string FileTooLarge = "file_too_large";
    public const string FileEmpty = "file_empty";
    public const string NotUtf8 = "not_utf8";
    public const string NotText = "not_text";
    public const string YamlSyntax = "yaml_syntax";
    public const string YamlUnsupported = "yaml_unsupported";
    public const string JsonSyntax = "json_syntax";
    public const string TooDeep = "too_deep";
    public const string TooManyValues = "too_many_values";

    // Fields.
    public const string DuplicateField = "duplicate_field";
    public const string UnknownField = "unknown_field";
    public const string MissingField = "missing_field";
    public const string WrongType = "wrong_type";

    // Values.
    public const string BadChoice = "bad_choice";
    public const string BadDuration = "bad_duration";
    public const string BadSize = "bad_size";
    public const string BadNumber = "bad_number";
    public const string OutOfRange = "out_of_range";
    public const string BadKey = "bad_key";
    public const string BadName = "bad_name";
    public const string BadText = "bad_text";
    public const string BadPath = "bad_path";
    public const string BadSecret = "bad_secret";

    // The plan and its atoms.
    public const string EmptyPlan = "empty_plan";
    public const string AtomsAndComponents = "atoms_and_components";
    public const string DuplicateKey = "duplicate_key";
    public const string DuplicateName = "duplicate_name";
    public const string UnknownNeed = "unknown_need";
    public const string SelfNeed = "self_need";
    public const string RepeatedNeed = "repeated_need";
    public const string Cycle = "cycle";
    public const string KindNotAvailable = "kind_not_available";
    public const string MissingCode = "missing_code";
    public const string CodeAndFile = "code_and_file";
    public const string CodeOnCommand = "code_on_command";
    public const string CommandOnCode = "command_on_code";
    public const string MissingCommand = "missing_command";
    public const string FolderMissing = "folder_missing";
    public const string SandboxNotAvailable = "sandbox_not_available";
    public const string CodeDoesNotParse = "code_does_not_parse";
    public const string TooManyFaults = "too_many_faults";
}
