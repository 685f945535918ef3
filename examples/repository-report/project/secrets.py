# Strings in the newest commit that look like secrets: counted, shown masked, never whole. Older commits are not searched.
# The known forms are nearly certain; an assignment counts only when its value looks random, and is still a guess.
import json
import math
import re
from collections import Counter

# Kind, a word without which a file is not searched (that is most of the speed), and the form.
FORMS = [(kind, hint, re.compile(form)) for kind, hint, form in (
    ("private key", "PRIVATE KEY", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    ("AWS access key", "AKIA", r"\bAKIA[0-9A-Z]{16}\b"),
    ("AWS temporary key", "ASIA", r"\bASIA[0-9A-Z]{16}\b"),
    ("GitHub token", "gh", r"\bgh[pousr]_[A-Za-z0-9]{36,}"),
    ("GitHub token", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{60,}"),
    ("GitLab token", "glpat-", r"\bglpat-[\w-]{20,}"),
    ("Slack token", "xox", r"\bxox[abprs]-[A-Za-z0-9-]{20,}"),
    ("Google API key", "AIza", r"\bAIza[\w-]{35}\b"),
    ("Stripe key", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
    ("npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("password in a URL", "://", r"://[^\s/:@'\"<>{}$]+:([^\s/:@'\"<>{}$]{6,})@[\w.-]+"),
    ("JSON web token", "eyJ", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
)]
TELLING = re.compile(r"secret|passw|api[_-]?key|access[_-]?token|auth[_-]?token", re.IGNORECASE)
VALUE = re.compile(r"""[\w-]*["']?\s*[:=]\s*["']([^"'\s]{12,})["']""")
MOST_SHOWN = 30


def randomness(value):
    """Shannon entropy in bits a character; words stay below 3.5, random base64 is above 4."""
    counts = Counter(value)
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts.values())


def looks_random(value):
    return randomness(value) > 3.5 and any(map(str.isdigit, value)) and any(map(str.isalpha, value)) and "${" not in value


def mask(value):
    return f"{value[:4 if len(value) >= 16 else 1]}… ({len(value)} characters)"


def secrets_in(text):
    """Kind, value and place of each; a value of a known form is not reported a second time for its name."""
    for kind, hint, form in FORMS:
        if hint in text:
            for found in form.finditer(text):
                yield kind, found[found.lastindex or 0], found.start()
    for name in TELLING.finditer(text):
        found = VALUE.match(text, name.end())
        if found and looks_random(found[1]) and not any(form.search(found[1]) for _, _, form in FORMS):
            yield "random value with a telling name", found[1], name.start()


kinds = Counter()
files = set()
shown = []
with open("texts.jsonl", encoding="utf-8") as texts:
    for file in map(json.loads, texts):
        if file["generated"]:
            continue
        for kind, value, start in secrets_in(file["text"]):
            kinds[kind] += 1
            files.add(file["path"])
            if len(shown) < MOST_SHOWN:
                line = file["text"].count("\n", 0, start) + 1
                shown.append({"kind": kind, "path": file["path"], "line": line, "masked": mask(value)})

result = {"total": kinds.total(), "kinds": dict(kinds.most_common()), "files": len(files), "found": shown}
