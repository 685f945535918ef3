#!/usr/bin/env python3
"""Breaks working programs: mutate.py WORKING_FOLDER FOLDER [--seed N]

Writes the unseen half of the corpus: one mechanical mutation of one working program each, with the program's result as the one to get
back to. What a mutation does to a program is not known here: `run.sh record` runs them all, keeps those that fail as their
mutation says, and notes how. The rules are never written against single cases of this half.
"""

import argparse
import collections
import json
import pathlib
import random
import re

# How many of each category are written, per language; more than are kept, since some mutations do no harm.
QUOTAS = {"syntax": 70, "import": 26, "type": 26, "runtime": 20, "timeout": 2, "out_of_memory": 2, "killed": 2, "output_limit": 2, "network": 2,
          "rate_limited": 2, "permission": 2, "environment": 2}
EXTENSIONS = {"python": "py", "javascript": "js", "typescript": "ts"}
LIMITS = {"timeout": {"timeout_ms": 700}, "output_limit": {"output_bytes": 200000}, "out_of_memory": {"memory_mb": 100}}

MUTATIONS = collections.defaultdict(list)


def mutation(category, *languages, raises=None):
    def register(function):
        for language in languages:
            MUTATIONS[language, category].append((function, raises))
        return function
    return register


ALL = ("python", "javascript", "typescript")
NODE = ("javascript", "typescript")


# Places: what a mutation may touch is outside of strings and comments.

STRING = re.compile(r"""("{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<![\w)])/(?![/*\s])(?:\\.|\[[^\]]*\]|[^/\\\n])+/[a-z]*)""", re.S)


def plain(code, language):
    """The code with everything inside of strings and comments blanked out, at the same offsets."""
    blanked = STRING.sub(lambda m: m[0][0] + "\x00" * (len(m[0]) - 2) + m[0][-1] if len(m[0]) > 1 else m[0], code)
    comment = r"#[^\n]*" if language == "python" else r"//[^\n]*"
    return re.sub(comment, lambda m: "\x00" * len(m[0]), blanked)


def pick(rng, found):
    found = list(found)
    return rng.choice(found) if found else None


def cut(code, start, end, text=""):
    return code[:start] + text + code[end:]


def at(rng, code, language, pattern, text="", group=0):
    """Replaces one random match outside of strings."""
    match = pick(rng, re.finditer(pattern, plain(code, language), re.M))
    if match is None:
        return None
    new = text(match) if callable(text) else text
    return cut(code, match.start(group), match.end(group), new)


def misspell(rng, word):
    if len(word) < 3:
        return word + word[-1]
    i = rng.randrange(1, len(word) - 1)
    return rng.choice([word[:i] + word[i + 1:], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2:], word[:i] + rng.choice("aeiourstn") + word[i + 1:]])


# Syntax, every language.

@mutation("syntax", *ALL)
def drop_closer(rng, code, language):
    return at(rng, code, language, r"[)\]}]")


@mutation("syntax", *ALL)
def drop_closer_at_line_end(rng, code, language):
    return at(rng, code, language, r"([)\]}]);?,?$", group=1)


@mutation("syntax", *ALL)
def drop_opener(rng, code, language):
    return at(rng, code, language, r"[(\[{]")


@mutation("syntax", *ALL)
def extra_closer(rng, code, language):
    return at(rng, code, language, r"[)\]}]", lambda m: m[0] * 2)


@mutation("syntax", *ALL)
def wrong_closer(rng, code, language):
    return at(rng, code, language, r"[)\]}]", lambda m: rng.choice(")]}".replace(m[0], "")))


@mutation("syntax", *ALL)
def drop_quote(rng, code, language):
    match = pick(rng, (m for m in STRING.finditer(code) if m[0][0] in "\"'`" and not m[0].startswith(('"""', "'''")) and len(m[0]) > 2))
    if match is None:
        return None
    where = rng.choice([match.start(), match.end() - 1, match.end() - 1])
    return cut(code, where, where + 1)


@mutation("syntax", *ALL)
def drop_comma(rng, code, language):
    return at(rng, code, language, r",(?=\s*[\w\"'\[{(])")


@mutation("syntax", *ALL)
def misspell_keyword(rng, code, language):
    words = "def|return|import|from|while|for|class|else|elif|lambda|except|try|with|yield" if language == "python" else \
        "function|return|const|class|while|else|import|await|async|switch|case|throw|catch|new" + ("|interface|enum|type" if language == "typescript" else "")
    return at(rng, code, language, rf"\b({words})\b(?=[ (:{{])", lambda m: misspell(rng, m[0]))


@mutation("syntax", *ALL)
def curly_quotes(rng, code, language):
    match = pick(rng, (m for m in STRING.finditer(code) if m[0][0] in "\"'" and not m[0].startswith(('"""', "'''"))))
    if match is None:
        return None
    left, right = rng.choice([("\u201c", "\u201d"), ("\u2018", "\u2019")])
    return cut(code, match.start(), match.end(), left + match[0][1:-1] + right)


@mutation("syntax", *ALL)
def fence(rng, code, language):
    before = rng.choice(["", "Here is the code:\n\n", "Sure, this should work.\n\n"])
    after = rng.choice(["", "\nThis prints the result.\n"])
    return f"{before}```{rng.choice([language, '', EXTENSIONS[language]])}\n{code}```\n{after}"


# Syntax, Python.

@mutation("syntax", "python")
def drop_colon(rng, code, language):
    return at(rng, code, language, r"^[ ]*(?:if|elif|else|for|while|def|class|try|except|finally|with|async)\b.*(:)$", group=1)


@mutation("syntax", "python")
def drop_key_colon(rng, code, language):
    return at(rng, code, language, r"\"(:) ", group=1)


@mutation("syntax", "python")
def assign_in_condition(rng, code, language):
    return at(rng, code, language, r"^[ ]*(?:if|elif|while)\b.*?(==)", "=", group=1)


def lines_of(rng, code, test):
    lines = code.split("\n")
    chosen = pick(rng, (i for i in range(1, len(lines)) if lines[i].strip() and test(lines, i)))
    return lines, chosen


@mutation("syntax", "python")
def lose_indent(rng, code, language):
    lines, i = lines_of(rng, code, lambda lines, i: lines[i].startswith("    ") and lines[i - 1].rstrip().endswith(":"))
    if i is None:
        return None
    lines[i] = lines[i][4:]
    return "\n".join(lines)


@mutation("syntax", "python")
def shift_indent(rng, code, language):
    lines, i = lines_of(rng, code, lambda lines, i: not lines[i].lstrip().startswith(("#", ")", "]", "}")))
    if i is None:
        return None
    by = rng.choice([1, 2, 3, 4, -1, -2, -3])
    lines[i] = " " * by + lines[i] if by > 0 else lines[i][-by:] if lines[i].startswith(" " * -by) else "  " + lines[i]
    return "\n".join(lines)


@mutation("syntax", "python")
def tab_indent(rng, code, language):
    lines, i = lines_of(rng, code, lambda lines, i: lines[i].startswith("    "))
    if i is None:
        return None
    lines[i] = "\t" + lines[i][rng.choice([4, 4, 8] if lines[i].startswith(" " * 8) else [4]):]
    return "\n".join(lines)


@mutation("syntax", "python")
def print_statement(rng, code, language):
    match = pick(rng, re.finditer(r"^([ ]*print)\((.+)\)$", code, re.M))
    return None if match is None else cut(code, match.start(), match.end(), f"{match[1]} {match[2]}")


@mutation("syntax", "python")
def python2_except(rng, code, language):
    return at(rng, code, language, r"^[ ]*except \w+( as )\w+:", ", ", group=1)


@mutation("syntax", "python")
def else_if(rng, code, language):
    return at(rng, code, language, r"\belif\b", rng.choice(["else if", "elseif", "elsif"]))


@mutation("syntax", "python")
def logical_signs(rng, code, language):
    return at(rng, code, language, r" (and|or) ", lambda m: {"and": "&&", "or": "||"}[m[1]], group=1)


@mutation("syntax", "python")
def increment(rng, code, language):
    return at(rng, code, language, r" \+= 1$", "++")


@mutation("syntax", "python")
def drop_async(rng, code, language):
    return at(rng, code, language, r"\basync (?=def)")


# Syntax, JavaScript and TypeScript.

@mutation("syntax", *NODE)
def drop_condition_parens(rng, code, language):
    match = pick(rng, re.finditer(r"\b(if|while|switch) \((.*)\) \{$", plain(code, language), re.M))
    return None if match is None else cut(cut(code, match.end() - 3, match.end() - 2), match.start(2) - 1, match.start(2))


@mutation("syntax", *NODE)
def drop_object_colon(rng, code, language):
    return at(rng, code, language, r"^\s+\w+(:) (?!string|number|boolean)", group=1)


@mutation("syntax", *NODE)
def semicolon_in_literal(rng, code, language):
    return at(rng, code, language, r"^\s+\w+: .*(,)$", ";", group=1)


@mutation("syntax", *NODE)
def script_drop_async(rng, code, language):
    return at(rng, code, language, r"\basync (?=function|\()")


@mutation("syntax", *NODE)
def elif_word(rng, code, language):
    return at(rng, code, language, r"\belse if\b", rng.choice(["elif", "elseif", "elsif"]))


@mutation("syntax", *NODE)
def logical_words(rng, code, language):
    return at(rng, code, language, r" (&&|\|\|) ", lambda m: {"&&": "and", "||": "or"}[m[1]], group=1)


@mutation("syntax", *NODE)
def def_word(rng, code, language):
    return at(rng, code, language, r"^function(?= )", "def")


@mutation("syntax", *NODE)
def hash_comment(rng, code, language):
    lines = code.split("\n")
    lines.insert(rng.randrange(0, 2), rng.choice(["# compute the values", "# main", "# step one: read the input"]))
    return "\n".join(lines)


@mutation("syntax", *NODE)
def declare_twice(rng, code, language):
    match = pick(rng, re.finditer(r"^(const|let) \w+ = .*;$", code, re.M))
    return None if match is None else cut(code, match.end(), match.end(), "\n" + match[0])


@mutation("syntax", "javascript")
def type_annotation(rng, code, language):
    return at(rng, code, language, r"\bfunction \w+\((\w+)", lambda m: m[1] + ": " + rng.choice(["string", "number", "any"]), group=1)


@mutation("syntax", "typescript")
def drop_angle(rng, code, language):
    return at(rng, code, language, r"<[\w, ]+(>)", group=1)


@mutation("syntax", "typescript")
def drop_type_colon(rng, code, language):
    return at(rng, code, language, r"\w(:) (?:string|number|boolean)\b", group=1)


# Imports.

@mutation("import", "python", raises="NameError")
def drop_import(rng, code, language):
    return at(rng, code, language, r"^import [\w.]+\n")


@mutation("import", "python", raises="ModuleNotFoundError")
def misspell_module(rng, code, language):
    return at(rng, code, language, r"^(?:import|from) ([a-z]+)", lambda m: misspell(rng, m[1]), group=1)


@mutation("import", "python", raises="ModuleNotFoundError")
def capital_module(rng, code, language):
    return at(rng, code, language, r"^(?:import|from) ([a-z]+)(?= import|$)", lambda m: m[1].title(), group=1)


@mutation("import", "python", raises="ImportError")
def wrong_home(rng, code, language):
    others = ["typing", "collections", "functools", "itertools", "math", "os", "json", "string", "random"]
    return at(rng, code, language, r"^from (\w+) import", lambda m: rng.choice([other for other in others if other != m[1]]), group=1)


@mutation("import", "python", raises="ImportError")
def misspell_imported_name(rng, code, language):
    match = pick(rng, re.finditer(r"^from \w+ import (\w+)", code, re.M))
    return None if match is None else re.sub(rf"\b{match[1]}\b", misspell(rng, match[1]), code)


@mutation("import", "python", raises="ModuleNotFoundError")
def missing_package(rng, code, language):
    name = "".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(4))
    return f"import {name}_tools\n" + code


@mutation("import", *NODE, raises="ReferenceError")
def drop_require(rng, code, language):
    return at(rng, code, language, r"^(const (fs|path|os|util|crypto|zlib|url) = require\(.*\);|import (fs|path|os|util) from .*;)\n")


@mutation("import", *NODE, raises="Error|TypeError")
def misspell_required(rng, code, language):
    match = pick(rng, re.finditer(r"(?:require\(|from )['\"](node:)?(\w+)['\"]", code))
    return None if match is None else cut(code, match.start(2), match.end(2), misspell(rng, match[2]))


@mutation("import", *NODE, raises="Error")
def missing_node_package(rng, code, language):
    name = "".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(4))
    return (f"import {name} from '{name}-tools';\n" if re.search(r"^import ", code, re.M) else f"const {name} = require('{name}-tools');\n") + code


@mutation("import", *NODE, raises="SyntaxError")
def misspell_export(rng, code, language):
    match = pick(rng, re.finditer(r"^import \{ (\w+) \}", code, re.M))
    return None if match is None else re.sub(rf"\b{match[1]}\b", misspell(rng, match[1]), code)


# Types.

@mutation("type", "python", raises="TypeError")
def unwrap_text(rng, code, language):
    match = pick(rng, re.finditer(r"\+ str\(((?:[^()]|\([^()]*\))*)\)|\bstr\(((?:[^()]|\([^()]*\))*)\) \+", code))
    return None if match is None else cut(code, match.start(), match.end(), f"+ {match[1]}" if match[1] else f"{match[2]} +")


@mutation("type", "python", raises="TypeError")
def unwrap_number(rng, code, language):
    match = pick(rng, re.finditer(r"\b(?:int|float)\(((?:[^()]|\([^()]*\))+)\)", code))
    return None if match is None else cut(code, match.start(), match.end(), match[1])


@mutation("type", "python", raises="TypeError")
def slash_division(rng, code, language):
    return at(rng, code, language, r" // ", " / ")


@mutation("type", "python", raises="TypeError")
def drop_self(rng, code, language):
    return at(rng, code, language, r"def \w+\((self(?:, )?)", group=1)


@mutation("type", "python", raises="TypeError")
def drop_await(rng, code, language):
    return at(rng, code, language, r"\bawait ")


@mutation("type", "python", raises="TypeError")
def call_for_index(rng, code, language):
    match = pick(rng, re.finditer(r"\w\[(-?\w+)\]", plain(code, language)))
    return None if match is None else cut(code, match.start(1) - 1, match.end(1) + 1, f"({code[match.start(1):match.end(1)]})")


@mutation("type", "python", raises="TypeError")
def index_for_call(rng, code, language):
    match = pick(rng, re.finditer(r"\.\w+\((\w+)\)", plain(code, language)))
    return None if match is None else cut(code, match.start(1) - 1, match.end(1) + 1, f"[{code[match.start(1):match.end(1)]}]")


@mutation("type", "python", raises="TypeError")
def drop_range(rng, code, language):
    return at(rng, code, language, r"in range\((\w+|len\(\w+\))\)", lambda m: f"in {m[1]}")


@mutation("type", "python", raises="TypeError")
def surplus_argument(rng, code, language):
    return at(rng, code, language, r"^[ ]+return \w+\(()", "None, ", group=1) or at(rng, code, language, r"= \w+\(()\w", "None, ", group=1)


@mutation("type", "python", raises="TypeError")
def lost_value(rng, code, language):
    return at(rng, code, language, r"^\w+ = ([^\n(\[{]+)$", "None", group=1)


@mutation("type", *NODE, raises="TypeError")
def const_for_let(rng, code, language):
    return at(rng, code, language, r"\blet(?= \w+( =|:))", "const")


@mutation("type", *NODE, raises="TypeError")
def script_drop_await(rng, code, language):
    return at(rng, code, language, r"\bawait ")


@mutation("type", *NODE, raises="TypeError")
def drop_new(rng, code, language):
    return at(rng, code, language, r"\bnew (?=[A-Z])")


@mutation("type", *NODE, raises="TypeError")
def misspell_method(rng, code, language):
    return at(rng, code, language, r"\.(map|filter|forEach|push|reduce|join|split|slice|toUpperCase|includes|toFixed|charCodeAt|padEnd|sort)\(", lambda m: misspell(rng, m[1]), group=1)


@mutation("type", *NODE, raises="TypeError")
def lower_method(rng, code, language):
    return at(rng, code, language, r"\.(forEach|toUpperCase|toLowerCase|indexOf|charCodeAt|flatMap|padEnd|toFixed|localeCompare|matchAll)\(", lambda m: m[1].lower(), group=1)


@mutation("type", *NODE, raises="TypeError")
def python_method(rng, code, language):
    words = {"push": "append", "toUpperCase": "upper", "toLowerCase": "lower", "includes": "contains", "trim": "strip", "startsWith": "startswith"}
    return at(rng, code, language, r"\.(push|toUpperCase|toLowerCase|includes|trim|startsWith)\(", lambda m: words[m[1]], group=1)


@mutation("type", *NODE, raises="TypeError")
def call_length(rng, code, language):
    return at(rng, code, language, r"\.length\b(?!\()", ".length()")


@mutation("type", *NODE, raises="TypeError")
def drop_entries(rng, code, language):
    match = pick(rng, re.finditer(r"Object\.entries\((\w+)\)", code))
    return None if match is None else cut(code, match.start(), match.end(), match[1])


@mutation("type", *NODE, raises="TypeError")
def script_lost_value(rng, code, language):
    return at(rng, code, language, r"^(?:const|let) \w+(?:: [\w\[\]<>, |]+)? = ([^\n;(\[{]+);$", "null", group=1)


# While running.

@mutation("runtime", *ALL, raises="NameError|ReferenceError|UnboundLocalError")
def misspell_name(rng, code, language):
    blank = plain(code, language)
    match = pick(rng, (m for m in re.finditer(r"(?<![\w.'\"])([a-z]\w{3,})(?=[\[.,); ])", blank) if len(re.findall(rf"\b{m[1]}\b", blank)) > 2))
    return None if match is None else cut(code, match.start(1), match.end(1), misspell(rng, match[1]))


@mutation("runtime", "python", raises="NameError")
def drop_from_import(rng, code, language):
    return at(rng, code, language, r"^from [\w.]+ import .*\n")


@mutation("runtime", "python", raises="AttributeError")
def misspell_attribute(rng, code, language):
    return at(rng, code, language, r"\.(append|split|join|items|upper|lower|strip|replace|format|sort|keys|get|add|title)\(", lambda m: misspell(rng, m[1]), group=1)


def insert_statement(rng, code, language, python, script):
    """Before a random statement of the top level."""
    lines = code.split("\n")
    starts = [i for i in range(1, len(lines)) if re.match(r"(result\b|const result\b|\w+ = |const \w+|let \w+|print)", lines[i])]
    i = pick(rng, starts)
    if i is None or plain("\n".join(lines[:i]), language).count("{") != plain("\n".join(lines[:i]), language).count("}"):
        return None
    lines.insert(i, rng.choice(python if language == "python" else script))
    return "\n".join(lines)


@mutation("runtime", *ALL, raises=".*")
def fail(rng, code, language):
    return insert_statement(rng, code, language,
        ["1 / 0", "[][3]", "{}['missing']", "int('twelve')", "raise RuntimeError('the SyntaxError is only mentioned')", "assert 1 > 2, 'never'", "open('no-such-file.txt')"],
        ["throw new Error('TypeError: only mentioned');", "JSON.parse('{broken');", "new Array(-1);", "null ?? (() => { throw new RangeError('out of range'); })();",
         "require('fs').readFileSync('no-such-file.txt');", "undefinedFunctionOfNowhere();"])


@mutation("timeout", *ALL)
def endless(rng, code, language):
    return insert_statement(rng, code, language, ["while True:\n    pass", "import time; time.sleep(100)"],
                            ["while (true) {}", "for (;;) {}"])


@mutation("out_of_memory", *ALL)
def hoard(rng, code, language):
    return insert_statement(rng, code, language, ["hoard = []\nwhile True: hoard.append('x' * 1_000_000)", "huge = bytearray(50_000_000_000)"],
                            ["const hoard = []; for (;;) hoard.push(new Array(10000).fill(hoard.length));"])


@mutation("killed", *ALL)
def end_itself(rng, code, language):
    signal = rng.choice(["SIGKILL", "SIGTERM", "SIGHUP"])
    return insert_statement(rng, code, language, [f"import os, signal; os.kill(os.getpid(), signal.{signal})"],
                            [f"process.kill(process.pid, '{signal}'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);"])


@mutation("output_limit", *ALL)
def flood(rng, code, language):
    return insert_statement(rng, code, language, ["while True: print('line after line after line')"],
                            ["for (;;) console.log('line after line after line');"])


@mutation("network", *ALL)
def call_nobody(rng, code, language):
    port = rng.randint(2000, 2100) * 10 + 7
    return insert_statement(rng, code, language,
        [f"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/')", f"import socket; socket.create_connection(('127.0.0.1', {port}))",
         "import socket; socket.gethostbyname('no-such-host.invalid')"],
        [f"await fetch('http://127.0.0.1:{port}/');"])


@mutation("rate_limited", *ALL)
def be_limited(rng, code, language):
    return insert_statement(rng, code, language,
        ["import urllib.error; raise urllib.error.HTTPError('http://x', 429, 'Too Many Requests', {'Retry-After': '2'}, None)"],
        ["throw Object.assign(new Error('slow down'), { status: 429 });", "throw Object.assign(new Error('slow down'), { response: { status: 429 } });"])


@mutation("permission", *ALL)
def be_refused(rng, code, language):
    return insert_statement(rng, code, language,
        ["import subprocess; open('tool.sh', 'w').close(); subprocess.run(['./tool.sh'])", "import os; os.mkdir('folder'); os.link('folder', 'second')"],
        ["{ const files = await import('node:fs'); files.mkdirSync('folder'); files.linkSync('folder', 'second'); }"])


@mutation("environment", *ALL)
def miss_tool(rng, code, language):
    return insert_statement(rng, code, language,
        ["import subprocess; subprocess.run(['no-such-tool-anywhere'])", "open('/dev/full', 'w', buffering=1).write('x\\n')"],
        ["(await import('node:child_process')).execFileSync('no-such-tool-anywhere');", "(await import('node:fs')).writeFileSync('/dev/full', 'x');"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("working", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    results = json.loads((arguments.working / "cases.json").read_text(encoding="utf-8"))
    cases = {}
    for language, extension in EXTENSIONS.items():
        programs = sorted(name for name in results if name.startswith(language + "/"))
        for category, quota in QUOTAS.items():
            rng = random.Random(f"{arguments.seed}/{language}/{category}")
            written = 0
            for attempt in range(quota * 40):
                if written == quota:
                    break
                # Each kind of mutation comes up equally often, and each on a program of its own.
                mutate, raises = MUTATIONS[language, category][attempt % len(MUTATIONS[language, category])]
                name = rng.choice(programs)
                code = (arguments.working / name).read_text(encoding="utf-8")
                broken = mutate(rng, code, language)
                if broken is None or broken == code:
                    continue
                file = f"{language}/{category}/{mutate.__name__.strip('_').replace('_', '-')}-{written:02}.{extension}"
                case = {"category": category, "program": name, "raises": raises, "input": results[name].get("input"), "limits": LIMITS.get(category), "result": results[name]["result"]}
                cases[file] = {key: value for key, value in case.items() if value is not None}
                path = arguments.folder / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(broken, encoding="utf-8")
                written += 1
    (arguments.folder / "cases.json").write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(cases)} mutants of {len(results)} programs.")


if __name__ == "__main__":
    main()
