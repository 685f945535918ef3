# Finds the repository and says what state it is in. Every other atom trusts what this one reports.
import os
import subprocess

plan_folder = os.environ["HOLDFAST_PLAN_DIR"]
asked_for = input_data["repository"]
folder = os.path.normpath(os.path.join(plan_folder, os.path.expanduser(asked_for)))


def git(*arguments):
    """Standard output of a git command in the folder, or None when the command fails."""
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n") if done.returncode == 0 else None


def complaint():
    """Why git does not work in the folder, in words that say what to do."""
    way_out = "Name another with --input repository=/path/to/a/repository."
    if not os.path.exists(folder):
        return f"There is no folder '{folder}'. {way_out}"
    if not os.path.isdir(folder):
        return f"'{folder}' is not a folder. {way_out}"
    tried = subprocess.run(["git", "-C", folder, "rev-parse", "--absolute-git-dir"], capture_output=True, check=False)
    reason = tried.stderr.decode("utf-8", "replace").strip()
    if "not a git repository" in reason:
        return f"'{folder}' is not a git repository. {way_out}"
    return f"git cannot read '{folder}': {reason}"


git_dir = git("rev-parse", "--absolute-git-dir")
if git_dir is None:
    raise ValueError(complaint())

top = git("rev-parse", "--show-toplevel") or git_dir          # a bare repository has no working tree
head = git("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
branch = git("symbolic-ref", "--quiet", "--short", "HEAD")    # fails when HEAD is detached
shallow = git("rev-parse", "--is-shallow-repository") == "true"
name = os.path.basename(top).removesuffix(".git") or os.path.basename(os.path.dirname(top))

print(f"{top}: {'no commits yet' if head is None else head[:12]}, {branch or 'detached HEAD'}")
result = {
    "name": name,
    "git_dir": git_dir,
    "head": head,
    "branch": branch,
    "shallow": shallow,
    "bare": git("rev-parse", "--is-bare-repository") == "true",
}
