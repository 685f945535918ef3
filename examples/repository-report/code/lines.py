# Lines of code, comment and nothing, by language; generated and vendored files are left out.
# A line with code and a comment is code; a Python docstring is code too, since only a parser could tell.
import json
from collections import defaultdict

SLASHES = ("//", "/*", "*/")
HASH = ("#", None, None)
SYNTAX = {
    **dict.fromkeys(("JavaScript", "TypeScript", "C#", "C", "C++", "Java", "Kotlin", "Go", "Rust", "Swift", "Scala", "Dart",
                     "PHP", "Objective-C", "Zig", "Protocol Buffers", "F#"), SLASHES),
    **dict.fromkeys(("Python", "Ruby", "Shell", "Perl", "R", "Elixir", "YAML", "TOML", "Dockerfile", "Makefile", "CMake",
                     "Terraform", "Nix", "Just", "GraphQL"), HASH),
    **dict.fromkeys(("HTML", "XML", "SVG", "Vue", "Svelte", "Markdown"), (None, "<!--", "-->")),
    "CSS": (None, "/*", "*/"), "SQL": ("--", "/*", "*/"), "Lua": ("--", "--[[", "]]"), "Haskell": ("--", "{-", "-}"),
    "PowerShell": ("#", "<#", "#>"), "Visual Basic": ("'", None, None), "Erlang": ("%", None, None), "LaTeX": ("%", None, None),
}
NO_COMMENTS = (None, None, None)


def count(text, syntax):
    """How many lines are code, comment and blank."""
    line_comment, opening, closing = syntax
    counts = {"code": 0, "comment": 0, "blank": 0}
    inside = False
    for line in text.splitlines():
        line = line.strip()
        if not line:
            counts["blank"] += 1
        elif inside:
            counts["comment"] += 1
            inside = closing not in line
        elif opening and line.startswith(opening):
            counts["comment"] += 1
            inside = closing not in line[len(opening):]
        elif line_comment and line.startswith(line_comment):
            counts["comment"] += 1
        else:
            counts["code"] += 1
    return counts


languages = defaultdict(lambda: {"files": 0, "code": 0, "comment": 0, "blank": 0})
longest = []
with open("texts.jsonl", encoding="utf-8") as lines:
    for file in map(json.loads, lines):
        if file["generated"] or not file["language"]:
            continue
        counts = count(file["text"], SYNTAX.get(file["language"], NO_COMMENTS))
        language = languages[file["language"]]
        language["files"] += 1
        for kind, number in counts.items():
            language[kind] += number
        longest.append((counts["code"], file["path"], file["language"]))

result = {
    "languages": sorted(({"language": name, **counts} for name, counts in languages.items()),
                        key=lambda language: (-language["code"], language["language"])),
    "total": {kind: sum(language[kind] for language in languages.values()) for kind in ("files", "code", "comment", "blank")},
    "longest": [{"path": path, "language": language, "code": code} for code, path, language in sorted(longest, reverse=True)[:15]],
}
