using System.CommandLine;

namespace Holdfast.Cli.Commands;

internal static class CompletionVerb
{
    // The parser itself knows what may come next; the shells only ask it. Where it knows nothing, they offer files.
    private const string Bash =
        """
        # holdfast completion for bash. To use it: source <(holdfast completion bash)
        _holdfast() {
            local suggestions
            suggestions="$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
            mapfile -t COMPREPLY < <(compgen -W "${suggestions}" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _holdfast holdfast ./holdfast
        """;

    private const string Zsh =
        """
        #compdef holdfast
        # holdfast completion for zsh. To use it: source <(holdfast completion zsh)
        _holdfast() {
            local -a suggestions
            suggestions=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            if [[ -n "${suggestions[1]}" ]]; then
                compadd -- "${suggestions[@]}"
            fi
            _files
        }
        compdef _holdfast holdfast
        """;

    private const string Fish =
        """
        # holdfast completion for fish. To use it: holdfast completion fish | source
        complete -c holdfast -a '(holdfast "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        return new Command("completion", "Print the script that makes a shell complete holdfast commands.") { shell }.WithExamples(
            """
            source <(holdfast completion bash)
            holdfast completion fish | source
            """).Does((parsed, terminal, _) =>
        {
            terminal.Out.WriteLine(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            });
            return Task.FromResult(ExitCode.Completed);
        });
    }
}
