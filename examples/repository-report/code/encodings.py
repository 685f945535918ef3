# How text is written down: encodings, line endings, ends of files. One way for all is what tools and diffs like best.
import json
import re
from collections import Counter, defaultdict

DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")     # they can make code read otherwise than it runs
encodings = Counter()
line_endings = Counter()
examples = defaultdict(list)


def note(problem, path):
    examples[problem].append(path)


with open("texts.jsonl", encoding="utf-8") as lines:
    for file in map(json.loads, lines):
        encodings[file["encoding"]] += 1
        line_endings[file["line_ending"]] += 1
        if file["encoding"] not in ("ascii", "utf-8"):
            note("byte-order mark" if file["encoding"] == "utf-8-sig" else "not UTF-8", file["path"])
        if file["line_ending"] == "mixed":
            note("mixed line endings", file["path"])
        if not file["ends_in_newline"] and not file["generated"]:
            note("no newline at the end", file["path"])
        if DIRECTION_MARKS.search(file["text"]):
            note("hidden direction marks", file["path"])

result = {
    "encodings": dict(encodings.most_common()),
    "line_endings": dict(line_endings.most_common()),
    "problems": [
        {"problem": problem, "files": len(paths), "examples": paths[:5]}
        for problem, paths in sorted(examples.items(), key=lambda item: -len(item[1]))
    ],
}
