# Who wrote this: commits, lines and time of every person, with the most active first.
import json
from collections import defaultdict

DAY = 86_400
people = defaultdict(lambda: {"commits": 0, "merges": 0, "added": 0, "deleted": 0, "times": []})

with open("commits.jsonl", encoding="utf-8") as lines:
    for commit in map(json.loads, lines):
        person = people[commit["author"]]
        person["commits"] += 1
        person["merges"] += commit["parents"] > 1
        person["added"] += sum(added or 0 for _, added, _ in commit["files"])
        person["deleted"] += sum(deleted or 0 for _, _, deleted in commit["files"])
        person["times"].append(commit["time"])

total = sum(person["commits"] for person in people.values())
newest = max((time for person in people.values() for time in person["times"]), default=0)


def row(name, person):
    times = person.pop("times")
    return {
        "name": name, **person,
        "share": person["commits"] / total,
        "first": min(times), "last": max(times),
        "active_days": len({time // DAY for time in times}),
    }


rows = sorted((row(name, person) for name, person in people.items()), key=lambda r: (-r["commits"], r["name"]))
result = {
    "people": len(rows),
    "top": rows[:50],
    "one_commit_only": sum(r["commits"] == 1 for r in rows),
    "active_in_last_90_days": sum(r["last"] > newest - 90 * DAY for r in rows),
    "new_in_last_90_days": sum(r["first"] > newest - 90 * DAY for r in rows),
}
