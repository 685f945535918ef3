# Where repairs happen: commits that say they fix or revert something, and the files they touch most.
# Only what a message says is known here; a silent fix is not seen.
import json
import re
from collections import Counter

FIX = re.compile(r"\b(fix(e[sd])?|fixing|bug(fix)?|hotfix|regression|repair(s|ed)?)\b", re.IGNORECASE)
REVERT = re.compile(r"^(revert\b|revert\()", re.IGNORECASE)

with open("files.jsonl", encoding="utf-8") as lines:
    todays_files = {file["path"] for file in map(json.loads, lines) if not file["generated"]}

commits = fixes = reverts = 0
touched = Counter()
repaired = Counter()
with open("commits.jsonl", encoding="utf-8") as lines:
    for commit in map(json.loads, lines):
        if commit["parents"] > 1:
            continue
        paths = {path for path, _, _ in commit["files"] if path in todays_files}
        touched.update(paths)
        commits += 1
        if REVERT.match(commit["subject"]):
            reverts += 1
        elif FIX.search(commit["subject"]):
            fixes += 1
            repaired.update(paths)

result = {
    "commits": commits,
    "fixes": fixes,
    "reverts": reverts,
    "fix_share": fixes / commits if commits else None,
    "most_repaired": [
        {"path": path, "fixes": count, "commits": touched[path], "share": count / touched[path]}
        for path, count in sorted(repaired.items(), key=lambda item: (-item[1], item[0]))[:10] if count > 1
    ],
}
