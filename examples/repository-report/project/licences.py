# Under which terms: licence files by their wording, SPDX tags in sources, and what package files declare.
# Wording is matched by phrases which only that licence has; this finds what is there and gives no legal opinion.
import json
import re
from collections import Counter

PHRASES = [                                      # the first that matches decides, so the narrower stand first
    ("AGPL-3.0", r"GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3"),
    ("LGPL-3.0", r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3"),
    ("LGPL-2.1", r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1"),
    ("GPL-3.0", r"GNU GENERAL PUBLIC LICENSE\s+Version 3"),
    ("GPL-2.0", r"GNU GENERAL PUBLIC LICENSE\s+Version 2"),
    ("Apache-2.0", r"Apache License\s+Version 2\.0"),
    ("MPL-2.0", r"Mozilla Public License,?\s+v(ersion|\.) 2\.0"),
    ("EPL-2.0", r"Eclipse Public License\s+-\s+v 2\.0"),
    ("BSL-1.0", r"Boost Software License - Version 1\.0"),
    ("CC0-1.0", r"CC0 1\.0 Universal"),
    ("Unlicense", r"free and unencumbered software released into the public domain"),
    ("PSF-2.0", r"PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
    ("BSD-3-Clause", r"Redistribution and use in source and binary forms.*Neither the name"),
    ("BSD-2-Clause", r"Redistribution and use in source and binary forms"),
    ("ISC", r"Permission to use, copy, modify, and(/or)? distribute this software for any purpose"),
    ("MIT", r"Permission is hereby granted, free of charge, to any person obtaining a copy"),
]
LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|unlicense|notice)([.-][\w.-]+)?$", re.IGNORECASE)
SPDX_TAG = re.compile(r"SPDX-License-Identifier:\s*([A-Za-z0-9.+() -]+?)\s*(?:\*/|-->|$)", re.MULTILINE)
DECLARED = [
    (re.compile(r"(^|/)package\.json$"), re.compile(r'"license"\s*:\s*"([^"]+)"')),
    (re.compile(r"\.(csproj|props)$"), re.compile(r"<PackageLicenseExpression>([^<]+)<")),
    (re.compile(r"(^|/)(Cargo|pyproject)\.toml$"), re.compile(r'^license\s*=\s*(?:\{\s*text\s*=\s*)?"([^"]+)"', re.MULTILINE)),
]
PROSE_AND_DATA = {"Markdown", "reStructuredText", "Text", "JSON", "YAML", "TOML", "XML", "SVG", None}


def identify(text):
    words = " ".join(text.split())
    return next((name for name, phrase in PHRASES if re.search(phrase, words, re.IGNORECASE)), "not recognised")


files = []
tags = Counter()
declared = []
sources = tagged = 0
with open("texts.jsonl", encoding="utf-8") as texts:
    for file in map(json.loads, texts):
        path, text = file["path"], file["text"]
        if LICENCE_FILE.search(path):
            files.append({"path": path, "licence": identify(text)})
        for name, pattern in DECLARED:
            if name.search(path):
                declared += [{"path": path, "licence": licence} for licence in pattern.findall(text)[:1]]
        if file["language"] not in PROSE_AND_DATA and not file["generated"]:
            found = SPDX_TAG.findall(text[:3000])
            sources += 1
            tagged += bool(found)
            tags.update(found[:1])

files.sort(key=lambda file: (file["path"].count("/"), file["path"]))
at_top = [file["licence"] for file in files if "/" not in file["path"]]
result = {
    "main": next((licence for licence in at_top if licence != "not recognised"), None),
    "at_top": len(at_top),
    "files": files[:40],
    "declared": declared[:40],
    "sources": sources,
    "sources_with_spdx_tag": tagged,
    "spdx_tags": dict(tags.most_common(20)),
}
