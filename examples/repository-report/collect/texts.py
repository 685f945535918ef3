# Reads the contents once: one line of JSON a text file in texts.jsonl, with its encoding and line endings.
#
# Text is what holds no NUL byte in its first 8,000 (git's own rule) or starts with the mark of UTF-16 or UTF-32.
# Files larger than `max_file_bytes`, and what comes after `max_text_bytes` in all, are counted and not read.
import codecs
import json
import os
import re
import subprocess
from collections import Counter

repository = input_data["needs"]["repository"]
most_bytes_a_file = input_data["max_file_bytes"]
most_bytes = input_data["max_text_bytes"]

MARKS = [(codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig")]
INTERPRETER = re.compile(r"#!\s*(?:\S*/env\s+(?:-\S+\s+)*)?(?:\S*/)?([a-z]+)")
LANGUAGE_BY_INTERPRETER = {**dict.fromkeys(("sh", "bash", "zsh", "dash", "ksh", "bats"), "Shell"), "python": "Python", "node": "JavaScript",
                           "deno": "TypeScript", "bun": "TypeScript", "perl": "Perl", "ruby": "Ruby", "php": "PHP", "make": "Makefile"}


def decode(content):
    """The text and the name of its encoding, or None for what is not text."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding
    if b"\0" in content[:8000]:
        return None
    if content.isascii():
        return content.decode("ascii"), "ascii"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "other 8-bit"


def language_of(file, text):
    """By the name, else by the first line: `#!/usr/bin/env python3`."""
    if file["language"] or not (interpreter := INTERPRETER.match(text)):
        return file["language"]
    return LANGUAGE_BY_INTERPRETER.get(interpreter[1])


def line_ending(text):
    crlf = text.count("\r\n")
    kinds = {"crlf": crlf, "lf": text.count("\n") - crlf, "cr": text.count("\r") - crlf}
    used = [kind for kind, count in kinds.items() if count]
    return "none" if not used else used[0] if len(used) == 1 else "mixed"


def contents_of(files):
    """Each file with its content, or None where a partial clone lacks it; by one git process for all."""
    with open("wanted", "w", encoding="ascii") as wanted:
        wanted.writelines(f"{file['oid']}\n" for file in files)
    with open("wanted", "rb") as wanted:
        batch = ["git", "--git-dir", repository["git_dir"], "cat-file", "--batch"]
        with subprocess.Popen(batch, stdin=wanted, stdout=subprocess.PIPE) as reader:
            for file in files:
                header = reader.stdout.readline().split()
                if not header:
                    raise RuntimeError(f"git cat-file ended before '{file['path']}'")
                if header[1] == b"missing":
                    yield file, None
                else:
                    content = reader.stdout.read(int(header[2]))
                    reader.stdout.read(1)
                    yield file, content


with open("files.jsonl", encoding="utf-8") as lines:
    files = [file for file in map(json.loads, lines) if file["kind"] == "file"]

left_out = Counter()
wanted = []
room = most_bytes
for file in files:
    if file["bytes"] > most_bytes_a_file:
        left_out["too large"] += 1
    elif file["bytes"] > room:
        left_out["beyond the limit in all"] += 1
    else:
        wanted.append(file)
        room -= file["bytes"]

binaries = []
texts = large_file_pointers = 0
with open("texts.jsonl", "w", encoding="utf-8") as lines:
    for file, content in contents_of(wanted):
        if content is None:
            left_out["not in this clone"] += 1
        elif content.startswith(b"version https://git-lfs.github.com/spec/"):
            large_file_pointers += 1
        elif (decoded := decode(content)) is None:
            binaries.append(file)
        else:
            text, encoding = decoded
            texts += 1
            lines.write(json.dumps({
                **{key: file[key] for key in ("path", "bytes", "generated")},
                "language": language_of(file, text),
                "encoding": encoding,
                "line_ending": line_ending(text),
                "ends_in_newline": text.endswith(("\n", "\r")) or not text,
                "text": text,
            }) + "\n")
os.remove("wanted")

by_extension = Counter()
for file in binaries:
    name = os.path.basename(file["path"])
    by_extension[os.path.splitext(name)[1].lower() or name] += file["bytes"]

result = {
    "texts": texts,
    "binaries": {"files": len(binaries), "bytes": sum(file["bytes"] for file in binaries),
                 "by_extension": dict(by_extension.most_common(20))},
    "large_file_pointers": large_file_pointers,
    "left_out": dict(left_out),
}
