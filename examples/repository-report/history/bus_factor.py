# Bus factor: the smallest number of people who between them wrote most of more than half of the files.
# "Wrote" is lines added in the history that was read; who only reviewed or explained is not seen here.
import json
from collections import Counter, defaultdict

with open("files.jsonl", encoding="utf-8") as lines:
    todays_files = {file["path"] for file in map(json.loads, lines) if not file["generated"]}

written = defaultdict(Counter)
with open("commits.jsonl", encoding="utf-8") as lines:
    for commit in map(json.loads, lines):
        for path, added, _ in commit["files"]:
            if path in todays_files and added:
                written[path][commit["author"]] += added

owned_by = Counter()
known_to_one = Counter()
for path, authors in written.items():
    author, lines_added = authors.most_common(1)[0]
    owned_by[author] += 1
    if lines_added >= 0.9 * authors.total():
        known_to_one[author] += 1

bus_factor = 0
covered = 0
for _, count in owned_by.most_common():
    if covered > len(written) / 2:
        break
    bus_factor += 1
    covered += count

result = {
    "bus_factor": bus_factor if written else None,
    "files": len(written),
    "known_to_one": known_to_one.total(),
    "owners": [
        {"name": name, "files": count, "share": count / len(written), "alone": known_to_one[name]}
        for name, count in owned_by.most_common(15)
    ],
}
