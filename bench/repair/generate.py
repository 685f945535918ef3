#!/usr/bin/env python3
"""Writes working programs: generate.py FOLDER [--seed N] [--count N]

Each program is put together from a few blocks with random names, numbers and texts, and ends with a `result`. The same seed writes the
same programs. They are one half of the corpus of working programs; the other half is written by hand.
"""

import argparse
import json
import pathlib
import random

NOUNS = ["order", "price", "user", "city", "score", "item", "report", "event", "task", "node", "page", "file", "token", "signal", "batch", "record",
         "ticket", "invoice", "sensor", "route", "message", "account", "product", "sample", "metric", "channel", "vector", "shape", "draft", "course"]
WORDS = ["alpha", "beta", "gamma", "delta", "omega", "north", "south", "east", "west", "red", "green", "blue", "apple", "pear", "plum", "oak", "pine", "iron",
         "gold", "silver", "it's", "a, b", "x = 1", "(none)", "[x]", "50%", "a:b", "#tag", "// note", "{k}"]
PLAIN = [word for word in WORDS if word.isalpha()]


class Names:
    def __init__(self, rng):
        self.rng, self.used = rng, set()

    def take(self, style):
        while True:
            first, second = self.rng.choice(NOUNS), self.rng.choice(NOUNS)
            name = {"snake": f"{first}_{second}", "camel": first + second.title(), "pascal": first.title() + second.title(), "short": first}[style]
            if name not in self.used:
                self.used.add(name)
                return name


def numbers(rng, count, low=0, high=99):
    return [rng.randint(low, high) for _ in range(count)]


# Each block takes a generator of random numbers and names, and gives (imports, lines, the expression that is its result).

def py_loop(rng, names):
    total, value, values = names.take("snake"), names.take("short"), names.take("snake")
    limit = rng.randint(5, 60)
    return [], [
        f"{values} = {numbers(rng, rng.randint(4, 9))}",
        f"{total} = 0",
        f"for {value} in {values}:",
        f"    if {value} {rng.choice(['>', '<', '>=', '!='])} {limit}:",
        f"        {total} += {value}",
        f"    elif {value} % 2 == 0:",
        f"        {total} -= 1",
        "    else:",
        f"        {total} += {rng.randint(2, 9)}",
    ], total


def py_function(rng, names):
    name, a, b = names.take("snake"), *rng.sample(["left", "right", "width", "height", "first", "second"], 2)
    sign = rng.choice(["+", "-", "*"])
    return [], [
        f"def {name}({a}, {b}={rng.randint(1, 9)}):",
        f'    """Works on {a} and {b}."""' if rng.random() < 0.5 else f"    # {a} and {b}",
        f"    if {a} is None:",
        f"        return {b}",
        f"    return {a} {sign} {b}",
        "",
        "",
    ], f"[{name}({rng.randint(1, 50)}), {name}(None), {name}({rng.randint(1, 50)}, {b}={rng.randint(2, 9)})]"


def py_class(rng, names):
    name, field, method = names.take("pascal"), rng.choice(["count", "level", "size", "total"]), rng.choice(["grow", "add", "raise_by", "move"])
    variable = names.take("snake")
    return [], [
        f"class {name}:",
        f"    def __init__(self, {field}={rng.randint(0, 5)}):",
        f"        self.{field} = {field}",
        "        self.log = []",
        "",
        f"    def {method}(self, by):",
        "        if by < 0:",
        f'            raise ValueError(f"cannot {method} by {{by}}")',
        f"        self.{field} += by",
        f'        self.log.append("{method} " + str(by))',
        "        return self",
        "",
        "    def __repr__(self):",
        f'        return f"{name}({{self.{field}}})"',
        "",
        "",
        f"{variable} = {name}({rng.randint(1, 9)})",
        f"{variable}.{method}({rng.randint(1, 9)}).{method}({rng.randint(1, 9)})",
        "try:",
        f"    {variable}.{method}(-1)",
        "except ValueError as error:",
        f"    {variable}.log.append(str(error))",
    ], f'{{"shown": repr({variable}), "log": {variable}.log}}'


def py_dict(rng, names):
    table, key, value = names.take("snake"), rng.choice(["key", "name", "word"]), rng.choice(["value", "count", "amount"])
    entries = {word: rng.randint(1, 50) for word in rng.sample(WORDS, rng.randint(3, 5))}
    return [], [
        f"{table} = {{",
        *[f"    {json.dumps(k)}: {v}," for k, v in entries.items()],
        "}",
        f"{table}_large = {{{key}: {value} for {key}, {value} in {table}.items() if {value} > {rng.randint(5, 30)}}}",
        f"for {key}, {value} in sorted({table}_large.items()):",
        f'    print("{{}} -> {{}}".format({key}, {value}))',
    ], f"sorted({table}_large)"


def py_text(rng, names):
    text, parts = names.take("snake"), names.take("snake")
    words = rng.sample(PLAIN, rng.randint(3, 6))
    method = rng.choice(["upper", "title", "capitalize"])
    return [], [
        f'{text} = "{" ".join(words)}"',
        f"{parts} = {text}.split()",
        f'{text}_short = "-".join(part[:{rng.randint(1, 3)}].{method}() for part in {parts})',
        f"print('{rng.choice(['words', 'parts'])}:', len({parts}), {text}_short)",
    ], f'({text}_short, len({parts}), {text}.count("{rng.choice("aeiou")}"))'


def py_comprehension(rng, names):
    rows, grid = names.take("snake"), names.take("snake")
    size = rng.randint(2, 4)
    return [], [
        f"{grid} = [[row * {rng.randint(2, 9)} + column for column in range({size})] for row in range({size})]",
        f"{rows} = [sum(row) for row in {grid}]",
        f"assert len({rows}) == {size}, \"{rng.choice(WORDS[:20])}\"",
    ], f'{{"rows": {rows}, "corner": {grid}[0][-1], "flat": [cell for row in {grid} for cell in row if cell % 2]}}'


def py_json(rng, names):
    document = names.take("snake")
    fields = {word: rng.choice([rng.randint(0, 9), rng.choice(PLAIN), True, None, [1, 2]]) for word in rng.sample(PLAIN, 3)}
    return ["import json"], [
        f"{document} = json.loads({json.dumps(fields)!r})",
        f"{document}[\"{rng.choice(NOUNS)}\"] = {rng.choice(['True', 'None', 'False', str(rng.randint(1, 9))])}",
    ], f"json.dumps({document}, sort_keys=True)"


def py_collections(rng, names):
    counts, groups = names.take("snake"), names.take("snake")
    words = [rng.choice(PLAIN[:8]) for _ in range(rng.randint(6, 10))]
    return ["from collections import Counter, defaultdict"], [
        f"{counts} = Counter({words})",
        f"{groups} = defaultdict(list)",
        f"for word in {counts}:",
        f"    {groups}[len(word)].append(word)",
    ], f"[{counts}.most_common(1)[0][1], {{str(size): sorted(found) for size, found in {groups}.items()}}]"


def py_math(rng, names):
    name = names.take("snake")
    return ["import math"], [
        f"def {name}(radius):",
        "    area = math.pi * radius ** 2",
        f"    return round(area, {rng.randint(1, 3)})",
        "",
        "",
        f"print(f\"{{{name}({rng.randint(1, 5)}):>10}}\")",
    ], f"[{name}(r) for r in ({rng.randint(1, 4)}, {rng.randint(5, 9)})] + [math.gcd({rng.randint(4, 40)}, {rng.randint(4, 40)})]"


def py_while(rng, names):
    n, steps = names.take("short"), names.take("snake")
    return [], [
        f"{n} = {rng.randint(10, 60)}",
        f"{steps} = []",
        f"while {n} > 1 and len({steps}) < {rng.randint(10, 30)}:",
        f"    {n} = {n} // 2 if {n} % 2 == 0 else 3 * {n} + 1",
        f"    {steps}.append({n})",
        f"    if {n} == {rng.randint(5, 16)}:",
        "        break",
        "else:",
        f"    {steps}.append(-1)",
    ], steps


def py_dates(rng, names):
    start = names.take("snake")
    return ["from datetime import date, timedelta"], [
        f"{start} = date({rng.randint(2001, 2030)}, {rng.randint(1, 12)}, {rng.randint(1, 28)})",
        f"{start}_later = {start} + timedelta(days={rng.randint(1, 400)})",
        f"print({start}.isoformat(), '->', {start}_later.strftime('%d %b %Y'))",
    ], f"({start}_later - {start}).days"


def py_async(rng, names):
    work, main = names.take("snake"), names.take("snake")
    return ["import asyncio"], [
        f"async def {work}(n):",
        "    await asyncio.sleep(0)",
        f"    return n * {rng.randint(2, 9)}",
        "",
        "",
        f"async def {main}():",
        f"    first = await {work}({rng.randint(1, 9)})",
        f"    others = await asyncio.gather(*({work}(n) for n in range({rng.randint(2, 4)})))",
        "    return [first, *others]",
        "",
        "",
    ], f"asyncio.run({main}())"


def py_generator(rng, names):
    name = names.take("snake")
    return [], [
        f"def {name}(limit):",
        "    a, b = 0, 1",
        "    while a < limit:",
        "        yield a",
        "        a, b = b, a + b",
        "",
        "",
    ], f"list({name}({rng.randint(20, 200)}))"


def py_lambda(rng, names):
    people = names.take("snake")
    rows = [(rng.choice(PLAIN), rng.randint(1, 99)) for _ in range(rng.randint(3, 5))]
    return [], [
        f"{people} = [",
        *[f"    {row!r}," for row in rows],
        "]",
        f"{people}.sort(key=lambda row: (-row[1], row[0]))",
        f"best, *rest = {people}",
    ], f"[best[0], len(rest), max({people}, key=lambda row: row[1])[1]]"


def py_try(rng, names):
    name = names.take("snake")
    return [], [
        f"def {name}(text):",
        "    try:",
        "        return int(text)",
        "    except (TypeError, ValueError):",
        "        return None",
        "    finally:",
        f"        print('tried', text)",
        "",
        "",
    ], f"[{name}(text) for text in ('{rng.randint(1, 99)}', 'x', None, ' {rng.randint(1, 9)} ')]"


def py_with(rng, names):
    lines = names.take("snake")
    return ["import os", "import tempfile"], [
        "with tempfile.TemporaryDirectory() as folder:",
        f"    path = os.path.join(folder, '{rng.choice(PLAIN)}.txt')",
        "    with open(path, 'w') as handle:",
        f"        for n in range({rng.randint(2, 6)}):",
        "            handle.write(f'line {n}\\n')",
        "    with open(path) as handle:",
        f"        {lines} = handle.read().splitlines()",
    ], f"[len({lines}), {lines}[-1], os.path.exists(path)]"


def py_regex(rng, names):
    found = names.take("snake")
    text = ", ".join(f"{rng.choice(PLAIN)}={rng.randint(1, 99)}" for _ in range(rng.randint(2, 4)))
    return ["import re"], [
        f"{found} = re.findall(r\"(\\w+)=(\\d+)\", \"{text}\")",
        f"{found}_sum = sum(int(value) for _, value in {found})",
    ], f"{{\"pairs\": dict({found}), \"sum\": {found}_sum}}"


def py_input(rng, names):
    values = names.take("snake")
    return [], [
        f"{values} = input_data.get(\"{values}\", {numbers(rng, 4)})",
        f"print(\"average: \" + str(round(sum({values}) / len({values}), 2)))",
        f"{values}_label = \"n=\" + str(len({values})) + \" max=\" + str(max({values}))",
    ], f"{values}_label"


PYTHON = [py_loop, py_function, py_class, py_dict, py_text, py_comprehension, py_json, py_collections, py_math, py_while, py_dates, py_async, py_generator, py_lambda,
          py_try, py_with, py_regex, py_input]


def python_program(rng):
    names = Names(rng)
    blocks = [block(rng, names) for block in rng.sample(PYTHON, rng.randint(2, 4))]
    imports = sorted({line for found, _, _ in blocks for line in found}, key=lambda line: (line.startswith("from"), line))
    body = [line for _, lines, _ in blocks for line in [*lines, ""]]
    ending = ["result = {", *[f'    "{chr(97 + i)}": {value},' for i, (_, _, value) in enumerate(blocks)], "}"]
    return "\n".join([*imports, *([""] if imports else []), *body, *ending]) + "\n"


# JavaScript and TypeScript share their blocks: t() gives a type in TypeScript and nothing in JavaScript.

class Script:
    def __init__(self, rng, typed):
        self.rng, self.typed, self.names = rng, typed, Names(rng)
        self.quote = rng.choice(["'", '"'])
        self.modules = rng.random() < 0.35
        self.imports = {}

    def t(self, text):
        return f": {text}" if self.typed else ""

    def s(self, text):
        return f"{self.quote}{text}{self.quote}" if self.quote not in text else f"`{text}`"

    def use(self, module, names=None):
        self.imports[(module, names)] = True

    def import_lines(self):
        for module, names in sorted(self.imports, key=str):
            what = f"{{ {names} }}" if names else module.split("/")[-1]
            yield f"import {what} from {self.s('node:' + module)};" if self.modules else f"const {what} = require({self.s(module)});"


def js_loop(w):
    rng, total, values = w.rng, w.names.take("camel"), w.names.take("camel")
    return [
        f"const {values}{w.t('number[]')} = {numbers(rng, rng.randint(4, 9))};",
        f"let {total} = 0;",
        f"for (let i = 0; i < {values}.length; i++) {{",
        f"  if ({values}[i] > {rng.randint(10, 60)}) {{",
        f"    {total} += {values}[i];",
        f"  }} else if ({values}[i] % 2 === 0) {{",
        f"    {total} -= 1;",
        "  } else {",
        "    continue;",
        "  }",
        "}",
    ], total


def js_function(w):
    rng, name = w.rng, w.names.take("camel")
    return [
        f"function {name}(left{w.t('number | null')}, right{w.t('number')} = {rng.randint(1, 9)}){w.t('number')} {{",
        "  if (left === null) {",
        "    return right;",
        "  }",
        f"  return left {rng.choice(['+', '-', '*'])} right;",
        "}",
    ], f"[{name}({rng.randint(1, 50)}), {name}(null), {name}({rng.randint(1, 9)}, {rng.randint(1, 9)})]"


def js_class(w):
    rng, name, field = w.rng, w.names.take("pascal"), w.rng.choice(["count", "level", "size", "total"])
    variable = w.names.take("camel")
    fields = [f"  private readonly log: string[] = [];", f"  constructor(public {field}: number = {rng.randint(0, 5)}) {{}}"] if w.typed else [
        f"  constructor({field} = {rng.randint(0, 5)}) {{", f"    this.{field} = {field};", "    this.log = [];", "  }"]
    return [
        f"class {name} {{",
        *fields,
        "",
        f"  grow(by{w.t('number')}){w.t('this')} {{",
        "    if (by < 0) {",
        f"      throw new RangeError(`cannot grow by ${{by}}`);",
        "    }",
        f"    this.{field} += by;",
        f"    this.log.push({w.s('grow ')} + String(by));",
        "    return this;",
        "  }",
        "",
        f"  describe(){w.t('string')} {{",
        f"    return `{name}(${{this.{field}}}): ${{this.log.join(', ')}}`;",
        "  }",
        "}",
        "",
        f"const {variable} = new {name}({rng.randint(1, 9)});",
        f"{variable}.grow({rng.randint(1, 9)}).grow({rng.randint(1, 9)});",
        f"let {variable}Error{w.t('string')} = {w.s('')};",
        "try {",
        f"  {variable}.grow(-1);",
        "} catch (error) {",
        f"  {variable}Error = {'(error as Error)' if w.typed else 'error'}.message;",
        "}",
    ], f"{{ shown: {variable}.describe(), error: {variable}Error }}"


def js_object(w):
    rng, table = w.rng, w.names.take("camel")
    entries = {word: rng.randint(1, 50) for word in rng.sample(PLAIN, rng.randint(3, 5))}
    return [
        f"const {table}{w.t('Record<string, number>')} = {{",
        *[f"  {k}: {v}," for k, v in entries.items()],
        "};",
        f"const {table}Large = Object.entries({table})",
        f"  .filter(([, value]) => value > {rng.randint(5, 30)})",
        f"  .map(([key, value]) => `${{key}} -> ${{value}}`);",
        f"{table}Large.forEach((line) => console.log(line));",
    ], f"{table}Large.sort()"


def js_text(w):
    rng, text = w.rng, w.names.take("camel")
    return [
        f"const {text}{w.t('string')} = {w.s(' '.join(rng.sample(PLAIN, rng.randint(3, 6))))};",
        f"const {text}Short = {text}.split({w.s(' ')}).map((part) => part.slice(0, {rng.randint(1, 3)}).toUpperCase()).join({w.s('-')});",
        f"console.log({w.s('short: ')} + {text}Short, {text}.length);",
    ], f"[{text}Short, {text}.includes({w.s(rng.choice(PLAIN))})]"


def js_matrix(w):
    rng, grid = w.rng, w.names.take("camel")
    size = rng.randint(2, 4)
    return [
        f"const {grid}{w.t('number[][]')} = Array.from({{ length: {size} }}, (_, row) => Array.from({{ length: {size} }}, (_, column) => row * {rng.randint(2, 9)} + column));",
        f"const {grid}Rows = {grid}.map((row) => row.reduce((sum, cell) => sum + cell, 0));",
    ], f"{{ rows: {grid}Rows, corner: {grid}[0][{size - 1}] }}"


def js_json(w):
    rng, document = w.rng, w.names.take("camel")
    fields = {word: rng.choice([rng.randint(0, 9), rng.choice(PLAIN), True, None]) for word in rng.sample(PLAIN, 3)}
    return [
        f"const {document}{w.t('Record<string, unknown>')} = JSON.parse('{json.dumps(fields)}');",
        f"{document}.{rng.choice(NOUNS)} = {rng.choice(['true', 'null', 'false', str(rng.randint(1, 9))])};",
    ], f"JSON.stringify({document})"


def js_map(w):
    rng, groups = w.rng, w.names.take("camel")
    words = [rng.choice(PLAIN[:8]) for _ in range(rng.randint(6, 10))]
    return [
        f"const {groups} = new Map{'<string, number>' if w.typed else ''}();",
        f"for (const word of {json.dumps(words)}) {{",
        f"  {groups}.set(word, ({groups}.get(word) ?? 0) + 1);",
        "}",
    ], f"[...{groups}.entries()].sort().map(([word, count]) => word + count)"


def js_switch(w):
    rng, name = w.rng, w.names.take("camel")
    return [
        f"const {name} = (level{w.t('number')}){w.t('string')} => {{",
        "  switch (level) {",
        f"    case {rng.randint(1, 3)}:",
        f"      return {w.s(rng.choice(PLAIN))};",
        f"    case {rng.randint(4, 6)}:",
        f"    case {rng.randint(7, 9)}: {{",
        f"      const label = {w.s(rng.choice(PLAIN))};",
        "      return label + level;",
        "    }",
        "    default:",
        f"      return {w.s('other')};",
        "  }",
        "};",
    ], f"[1, 2, 4, 5, 7, 8].map({name})"


def js_async(w):
    rng, work, main = w.rng, w.names.take("camel"), w.names.take("camel")
    ret = "Promise<number>"
    lines = [
        f"async function {work}(n{w.t('number')}){w.t(ret)} {{",
        "  await new Promise((resolve) => setImmediate(resolve));",
        f"  return n * {rng.randint(2, 9)};",
        "}",
        "",
        f"async function {main}() {{",
        f"  const first = await {work}({rng.randint(1, 9)});",
        f"  const rest = await Promise.all([1, 2, 3].map((n) => {work}(n)));",
        "  return [first, ...rest];",
        "}",
        "",
        f"const {main}Done = await {main}();",
    ]
    return lines, f"{main}Done"


def js_path(w):
    rng, file = w.rng, w.names.take("camel")
    w.use("path")
    return [
        f"const {file}{w.t('string')} = path.join({w.s('/srv')}, {w.s(rng.choice(PLAIN))}, {w.s(rng.choice(PLAIN) + '.txt')});",
        f"const {{ name: {file}Name, ext: {file}Ext }} = path.parse({file});",
    ], f"[{file}Name, {file}Ext, path.dirname({file})]"


def js_hash(w):
    rng, digest = w.rng, w.names.take("camel")
    w.use("crypto", "createHash")
    return [
        f"const {digest} = createHash({w.s(rng.choice(['sha256', 'md5', 'sha1']))}).update({w.s(rng.choice(PLAIN))}).digest({w.s('hex')});",
    ], f"{digest}.slice(0, {rng.randint(4, 12)})"


def js_generator(w):
    rng, name = w.rng, w.names.take("camel")
    return [
        f"function* {name}(limit{w.t('number')}) {{",
        "  let [a, b] = [0, 1];",
        "  while (a < limit) {",
        "    yield a;",
        "    [a, b] = [b, a + b];",
        "  }",
        "}",
    ], f"[...{name}({rng.randint(20, 200)})]"


def js_closure(w):
    rng, name, counter = w.rng, w.names.take("camel"), w.names.take("camel")
    return [
        f"const {name} = (start{w.t('number')}) => {{",
        "  let value = start;",
        "  return {",
        f"    next: () => (value += {rng.randint(1, 9)}),",
        "    reset() {",
        "      value = start;",
        "    },",
        "  };",
        "};",
        f"const {counter} = {name}({rng.randint(1, 30)});",
        f"const {counter}Seen = [{counter}.next(), {counter}.next()];",
        f"{counter}.reset();",
    ], f"[...{counter}Seen, {counter}.next()]"


def js_regex(w):
    rng, found = w.rng, w.names.take("camel")
    text = ", ".join(f"{rng.choice(PLAIN)}={rng.randint(1, 99)}" for _ in range(rng.randint(2, 4)))
    return [
        f"const {found} = [...{w.s(text)}.matchAll(/(\\w+)=(\\d+)/g)].map(([, key, value]) => [key, Number(value)]);",
        f"const {found}Clean = {w.s(text)}.replace(/[^a-z]+/gi, {w.s('_')});",
    ], f"{{ pairs: Object.fromEntries({found}), clean: {found}Clean }}"


def js_while(w):
    rng, n, steps = w.rng, w.names.take("camel"), w.names.take("camel")
    return [
        f"let {n} = {rng.randint(10, 60)};",
        f"const {steps}{w.t('number[]')} = [];",
        f"while ({n} > 1 && {steps}.length < {rng.randint(10, 30)}) {{",
        f"  {n} = {n} % 2 === 0 ? {n} / 2 : 3 * {n} + 1;",
        f"  {steps}.push({n});",
        "}",
    ], steps


def js_input(w):
    rng, values = w.rng, w.names.take("camel")
    return [
        f"const {values}{w.t('number[]')} = inputData.{values} ?? {numbers(rng, 4)};",
        f"const {values}Label = `n=${{{values}.length}} max=${{Math.max(...{values})}}`;",
        f"console.log({values}Label + {w.s(' done')});",
    ], f"{values}Label"


def ts_interface(w):
    rng, name, rows = w.rng, w.names.take("pascal"), w.names.take("camel")
    return [
        f"interface {name} {{",
        "  id: number;",
        "  label: string;",
        "  tags?: string[];",
        "}",
        "",
        f"const {rows}: {name}[] = [",
        *[f"  {{ id: {i}, label: {w.s(rng.choice(PLAIN))}{', tags: [' + w.s(rng.choice(PLAIN)) + ']' if rng.random() < 0.5 else ''} }}," for i in range(rng.randint(2, 4))],
        "];",
    ], f"{rows}.map((row: {name}): string => row.label + (row.tags?.length ?? 0))"


def ts_enum(w):
    rng, name = w.rng, w.names.take("pascal")
    members = rng.sample(["Low", "Mid", "High", "None", "All"], 3)
    return [
        f"enum {name} {{",
        *[f"  {member} = {w.s(member.lower())}," for member in members],
        "}",
        f"const is{name} = (value: string): value is {name} => (Object.values({name}) as string[]).includes(value);",
    ], f"[{name}.{members[0]}, is{name}({w.s(members[1].lower())}), is{name}({w.s('x')})]"


def ts_generic(w):
    rng, name = w.rng, w.names.take("camel")
    return [
        f"function {name}<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {{",
        "  const groups = new Map<K, T[]>();",
        "  for (const item of items) {",
        "    const group = groups.get(key(item)) ?? [];",
        "    group.push(item);",
        "    groups.set(key(item), group);",
        "  }",
        "  return groups;",
        "}",
    ], f"[...{name}({numbers(rng, 6)}, (n: number): number => n % {rng.randint(2, 4)}).keys()].sort()"


def ts_union(w):
    rng, kind, area = w.rng, w.names.take("pascal"), w.names.take("camel")
    return [
        f"type {kind} = {{ kind: 'circle'; radius: number }} | {{ kind: 'box'; width: number; height: number }};",
        "",
        f"function {area}(shape: {kind}): number {{",
        "  return shape.kind === 'circle' ? Math.round(Math.PI * shape.radius ** 2) : shape.width * shape.height;",
        "}",
    ], f"[{area}({{ kind: 'circle', radius: {rng.randint(1, 5)} }}), {area}({{ kind: 'box', width: {rng.randint(1, 5)}, height: {rng.randint(1, 5)} }} as {kind})]"


SCRIPT = [js_loop, js_function, js_class, js_object, js_text, js_matrix, js_json, js_map, js_switch, js_async, js_path, js_hash, js_generator, js_closure, js_regex,
          js_while, js_input]
TYPED = [ts_interface, ts_enum, ts_generic, ts_union]


def script_program(rng, typed):
    w = Script(rng, typed)
    chosen = rng.sample(SCRIPT, rng.randint(2, 3)) + (rng.sample(TYPED, rng.randint(1, 2)) if typed else [])
    rng.shuffle(chosen)
    blocks = [block(w) for block in chosen]
    body = [line for lines, _ in blocks for line in [*lines, ""]]
    imports = list(w.import_lines())
    ending = ["const result = {", *[f"  {chr(97 + i)}: {value}," for i, (_, value) in enumerate(blocks)], "};"]
    return "\n".join([*imports, *([""] if imports else []), *body, *ending]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400)
    arguments = parser.parse_args()
    kinds = [("python", "py", python_program), ("javascript", "js", lambda rng: script_program(rng, False)), ("typescript", "ts", lambda rng: script_program(rng, True))]
    for i in range(arguments.count):
        language, extension, write = kinds[(0, 1, 2, 0, 1)[i % 5]]
        rng = random.Random(f"{arguments.seed}/{i}")
        path = arguments.folder / language / f"generated-{i:03}.{extension}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(rng), encoding="utf-8")


if __name__ == "__main__":
    main()
