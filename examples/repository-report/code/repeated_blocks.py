# Code that was copied: runs of eight or more lines which stand in two places, whatever their indentation.
# Lines without a letter (braces, rules) do not count towards the eight. Only programming languages are looked at.
import json

BLOCK = 8
MOST_LINES = 1_500_000
PROSE_AND_DATA = {"Markdown", "reStructuredText", "Text", "LaTeX", "JSON", "YAML", "TOML", "XML", "SVG", None}


def significant_lines(text):
    """(line number, line without indentation) of every line that holds a letter."""
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if any(map(str.isalpha, line))]


first_seen = {}                                  # hash of a block -> (file, index of its first line)
files = []
repeats = []                                     # runs: a place, the earlier place it repeats, and its length
lines_seen = lines_repeated = 0
cut_off = False

with open("texts.jsonl", encoding="utf-8") as texts:
    for file in map(json.loads, texts):
        if file["generated"] or file["language"] in PROSE_AND_DATA:
            continue
        lines = significant_lines(file["text"])
        if lines_seen + len(lines) > MOST_LINES:
            cut_off = True
            break
        lines_seen += len(lines)
        here = len(files)
        files.append((file["path"], lines))
        repeated = [False] * len(lines)
        run = None
        for index in range(len(lines) - BLOCK + 1):
            block = hash(tuple(line for _, line in lines[index:index + BLOCK]))
            there, start = first_seen.setdefault(block, (here, index))
            if (there, start) == (here, index) or (there == here and index - start < BLOCK):
                run = None
                continue
            if run and run["there"] == there and run["start"] + run["length"] - BLOCK + 1 == start:
                run["length"] += 1
            else:
                run = {"here": here, "index": index, "there": there, "start": start, "length": BLOCK}
                repeats.append(run)
            repeated[index:index + BLOCK] = [True] * BLOCK
        lines_repeated += sum(repeated)


def place(file, index, length):
    path, lines = files[file]
    return {"path": path, "from": lines[index][0], "to": lines[index + length - 1][0]}


repeats.sort(key=lambda run: -run["length"])
result = {
    "lines": lines_seen,
    "repeated_lines": lines_repeated,
    "share": lines_repeated / lines_seen if lines_seen else None,
    "blocks": len(repeats),
    "cut_off": cut_off,
    "longest": [
        {"lines": run["length"], "first": place(run["there"], run["start"], run["length"]),
         "again": place(run["here"], run["index"], run["length"])}
        for run in repeats[:12]
    ],
}
