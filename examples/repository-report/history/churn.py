# How much changes: lines added and deleted, the size of a usual commit, and the files that never rest.
import json
import math
from collections import defaultdict

with open("files.jsonl", encoding="utf-8") as lines:
    todays_files = {file["path"]: file for file in map(json.loads, lines)}

changes = defaultdict(lambda: {"commits": 0, "added": 0, "deleted": 0})
sizes = []
with open("commits.jsonl", encoding="utf-8") as lines:
    for commit in map(json.loads, lines):
        for path, added, deleted in commit["files"]:
            changes[path]["commits"] += 1
            changes[path]["added"] += added or 0
            changes[path]["deleted"] += deleted or 0
        if commit["files"]:
            touched = sum((added or 0) + (deleted or 0) for _, added, deleted in commit["files"])
            sizes.append((touched, len(commit["files"]), commit["id"], commit["subject"]))


def percentile(values, share):
    """The smallest value that at least this share of all values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * share) - 1)] if ranked else None


by_hand = [
    {"path": path, **counts} for path, counts in changes.items()
    if path in todays_files and not todays_files[path]["generated"]
]
result = {
    "added": sum(counts["added"] for counts in changes.values()),
    "deleted": sum(counts["deleted"] for counts in changes.values()),
    "files_ever": len(changes),
    "files_gone": sum(path not in todays_files for path in changes),
    "most_changed": sorted(by_hand, key=lambda file: (-file["commits"], file["path"]))[:20],
    "lines_a_commit": {f"p{percent}": percentile([size for size, *_ in sizes], percent / 100) for percent in (50, 90, 99)},
    "files_a_commit": {f"p{percent}": percentile([files for _, files, *_ in sizes], percent / 100) for percent in (50, 90, 99)},
    "largest_commits": [
        {"lines": size, "files": files, "id": commit_id[:10], "subject": subject[:120]}
        for size, files, commit_id, subject in sorted(sizes, reverse=True)[:5]
    ],
}
