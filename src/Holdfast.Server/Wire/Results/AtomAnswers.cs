using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Wire.Results;

/// <summary>Writes how an atom ended for who waited for it.</summary>
internal static class AtomAnswers
{
    public static AtomAnswer Of(AtomHistory history)
    {
        var (atom, last) = (history.Atom, history.Attempts is [.., var newest] ? newest : null);
        var succeeded = atom.Conclusion == Conclusion.Succeeded;
        return new AtomAnswer
        {
            Success = succeeded,
            ExitCode = last?.ExitCode,
            Stdout = atom.Stdout!,
            Stderr = atom.Stderr!,
            ReturnValue = atom.Result,
            ExecutionTime = (atom.DurationMs ?? 0) / 1000.0,
            ErrorMessage = succeeded ? null : atom.Failure?.Message ?? atom.Because ?? last?.CauseText,
            ExceptionType = succeeded ? null : last?.Exception?.Type,
        };
    }
}
