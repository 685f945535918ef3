# Reads the history once: one line of JSON a commit in commits.jsonl, newest first.
#
# A file is named as it is called today: a rename carries its older commits over to the new name.
# A merge counts as a commit without changes of its own. In a shallow clone the oldest commits seem to add
# every file there is; they are kept as commits, and their changes are left out.
import json
import os
import re
import subprocess
from collections import Counter

repository = input_data["needs"]["repository"]
most_commits = input_data["max_commits"]
git = ["git", "--git-dir", repository["git_dir"]]
HEADER = re.compile(rb"[0-9a-f]{40,64}\n")
YEAR_2100 = 4_102_444_800                        # a broken clock must not make a chart of a million years
CHANGE = re.compile(rb"\n?(\d+|-)\t(\d+|-)\t(.*)", re.DOTALL)


def text(raw):
    return raw.decode("utf-8", "backslashreplace")


def tokens(stream):
    """The NUL-separated parts of a stream, without holding the whole of it."""
    rest = b""
    while chunk := stream.read(1 << 20):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest


def shallow_boundary():
    """The commits at which a shallow clone is cut off."""
    path = subprocess.run([*git, "rev-parse", "--git-path", "shallow"], capture_output=True, check=True).stdout
    try:
        with open(os.fsdecode(path.removesuffix(b"\n")), encoding="ascii") as shallow:
            return set(shallow.read().split())
    except FileNotFoundError:
        return set()


def read_commits(stream):
    """Commits as dictionaries; `files` holds [name today, lines added, lines deleted], None for binary."""
    boundary = shallow_boundary()
    name_today = {}
    commit = None
    parts = tokens(stream)
    for part in parts:
        if HEADER.match(part):
            if commit:
                yield commit
            commit_id, parents, seconds, date, author, email, message = text(part).split("\n", 6)
            subject, _, body = message.strip().partition("\n")
            commit = {
                "id": commit_id,
                "parents": len(parents.split()),
                "time": min(max(int(seconds or 0), 0), YEAR_2100),
                "date": date,
                "author": author or "(no name)",
                "email": email.lower(),
                "subject": subject[:500],
                "body": body.strip()[:4000],
                "boundary": commit_id in boundary,
                "files": [],
            }
        elif change := CHANGE.match(part):
            added, deleted, path = change.groups()
            if not path:
                old, path = next(parts), next(parts)
                name_today[old] = name_today.get(path, path)
            if not commit["boundary"]:
                counts = [None if number == b"-" else int(number) for number in (added, deleted)]
                commit["files"].append([text(name_today.get(path, path)), *counts])
    if commit:
        yield commit


def one_name_each(commits):
    """Who uses the same address or the same name is one person, shown by the name used most."""
    person_of = {}

    def root(key):
        while person_of.setdefault(key, key) != key:
            key = person_of[key]
        return key

    for commit in commits:
        person_of[root(("email", commit["email"] or commit["author"]))] = root(("name", commit["author"]))
    names = {}
    for commit in commits:
        names.setdefault(root(("name", commit["author"])), Counter())[commit["author"]] += 1
    return {commit["author"]: names[root(("name", commit["author"]))].most_common(1)[0][0] for commit in commits}


commits = []
if repository["head"]:
    log = [
        *git, "-c", "log.showRoot=true", "log", "-z", "--numstat", "-M", "--no-ext-diff", "--no-textconv",
        "--no-show-signature", "--no-notes", "--no-color", "--encoding=UTF-8", f"--max-count={most_commits}",
        "--format=%H%n%P%n%at%n%ai%n%aN%n%aE%n%B", repository["head"], "--",
    ]
    with subprocess.Popen(log, stdout=subprocess.PIPE) as reader:
        commits = list(read_commits(reader.stdout))
    if reader.returncode != 0:
        raise RuntimeError(f"git log ended with exit code {reader.returncode}")

names = one_name_each(commits)
with open("commits.jsonl", "w", encoding="utf-8") as file:
    for commit in commits:
        commit["author"] = names[commit["author"]]
        del commit["email"]                      # an address is needed to tell people apart, and nowhere else
        file.write(json.dumps(commit) + "\n")

times = [commit["time"] for commit in commits]
result = {
    "commits": len(commits),
    "merges": sum(commit["parents"] > 1 for commit in commits),
    "authors": len(set(names.values())),
    "first": min(times, default=None),
    "last": max(times, default=None),
    "cut_off": len(commits) == most_commits,
    "boundary_commits": sum(commit["boundary"] for commit in commits),
}
