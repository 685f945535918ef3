# Files with the same content: git already knows, for equal content has an equal object id.
import json
from collections import defaultdict

copies = defaultdict(list)
with open("files.jsonl", encoding="utf-8") as lines:
    for file in map(json.loads, lines):
        if file["kind"] == "file" and file["bytes"] > 0:
            copies[file["oid"], file["bytes"]].append(file["path"])

groups = [
    {"bytes": size, "copies": len(paths), "wasted": size * (len(paths) - 1), "paths": sorted(paths)[:10]}
    for (_, size), paths in copies.items() if len(paths) > 1
]
groups.sort(key=lambda group: (-group["wasted"], group["paths"]))
result = {
    "groups": len(groups),
    "extra_files": sum(group["copies"] - 1 for group in groups),
    "wasted_bytes": sum(group["wasted"] for group in groups),
    "largest": groups[:15],
}
