# Writes report.md from everything the other atoms found. A section whose atom has no result says so.
import html
import re
from datetime import datetime, timezone

needs = input_data["needs"]
repository, history, tree, texts = (needs[key] for key in ("repository", "history", "tree", "texts"))
out = []


# -- words and numbers ------------------------------------------------------------------------------------------------

def number(value):
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if 0 < value < 1 else f"{value:,.1f}"


def percent(share):
    return "–" if share is None else "< 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def size(number_of_bytes):
    if number_of_bytes < 1024:
        return f"{number_of_bytes} bytes"
    for unit in ("KiB", "MiB", "GiB", "TiB"):
        number_of_bytes /= 1024
        if number_of_bytes < 1024:
            break
    return f"{number_of_bytes:,.1f} {unit}"


def day(seconds):
    return "–" if seconds is None else datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d")


def days(count):
    return f"{count} days" if count < 730 else f"{count / 365.25:.1f} years"


def plural(count, one, many=None):
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def printable(value):
    """On one line, with what cannot be seen made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(value))


def words(value):
    """Text from the repository as text, whatever Markdown or HTML it may hold."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(printable(value), quote=False))


def code(value):
    """Text from the repository as code, with its own backticks and a table's bars."""
    text = printable(value)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}".replace("|", "\\|") if text else ""


def codes(values):
    return ", ".join(code(value) for value in values[:3])


def counted(counts):
    """{"lf": 3, "crlf": 1} as text."""
    return ", ".join(f"{words(name)} {number(count)}" for name, count in counts.items()) or "none"


# -- Markdown ---------------------------------------------------------------------------------------------------------

def heading(text, level=2):
    out.append(f"\n{'#' * level} {text}\n")


def say(*sentences):
    out.append(" ".join(sentence for sentence in sentences if sentence) + "\n")


def table(rows, *columns):
    """A column is its title, the field it shows (or what makes it of a row), and how; numbers stand to the right."""
    if not rows:
        return
    out.append("| " + " | ".join(title for title, _, _ in columns) + " |")
    out.append("|" + "|".join("--:" if show in (number, percent, size) else "---" for _, _, show in columns) + "|")
    for row in rows:
        cells = (show(field(row) if callable(field) else row[field]) for _, field, show in columns)
        out.append("| " + " | ".join(cells) + " |")
    out.append("")


def section(title, key, write, level=3):
    heading(title, level)
    result = needs.get(key)
    if result is None:
        say(f"*This section is missing: the atom `{key}` has no result.*")
    else:
        write(result)


def place(row):
    return f"{row['path']}:{row['line']}"


def lines_of(which):
    return lambda block: f"{block[which]['path']}:{block[which]['from']}-{block[which]['to']}"


# -- at a glance ------------------------------------------------------------------------------------------------------

def fact(key, *fields):
    """A value from the result of an atom; None when the atom has none."""
    value = needs.get(key)
    for field in fields:
        value = None if value is None else value.get(field)
    return value


def head():
    if not repository["head"]:
        return "no commit yet"
    branch = code(repository["branch"]) if repository["branch"] else "no branch (detached)"
    return f"{code(repository['head'][:12])} on {branch}"


def latest_release():
    release = fact("releases", "latest")
    return f"{words(release['name'])} of {day(release['time'])}" if release else "none"


def references():
    branches, remote, tags = (fact("refs", kind) for kind in ("branches", "remote_branches", "tags"))
    return "–" if branches is None else f"{len(branches)} local, {len(remote)} remote; {plural(len(tags), 'tag')}"


def object_store():
    loose, packed = fact("objects", "size"), fact("objects", "size_pack")
    return "–" if loose is None else size((loose + packed) * 1024)


def at_a_glance():
    facts = {
        "Head": head(),
        "History": f"{plural(history['commits'], 'commit')}, {plural(history['merges'], 'merge')} among them,"
                   f" {day(history['first'])} to {day(history['last'])}",
        "People": f"{number(fact('authors', 'people'))}, bus factor {number(fact('bus_factor', 'bus_factor'))}",
        "Files": f"{plural(tree['files'], 'file')} in {plural(tree['folders'], 'folder')}, {size(tree['bytes'])}",
        "Code": f"{number(fact('lines', 'total', 'code'))} lines of code,"
                f" {number(fact('complexity', 'all', 'functions'))} functions",
        "Tests": f"{number(fact('tests', 'cases'))} cases,"
                 f" {number(fact('tests', 'test_lines_per_code_line'))} lines of test a line of code",
        "Licence": words(fact("licences", "main") or "none found"),
        "Latest release": latest_release(),
        "Branches, tags": references(),
        "Object store": object_store(),
    }
    table(list(facts.items()), ("", 0, str), ("", 1, str))


def findings(result):
    if not result["findings"]:
        say("Nothing stood out.")
    weights = {"act": "**Act**", "look": "Look", "note": "Note"}

    def text(finding):
        return finding["text"].replace("|", "\\|") + (f" {code(finding['path'])}." if "path" in finding else "")

    table(result["findings"], ("", "weight", weights.get), ("About", "about", str), ("Finding", text, str))


# -- history ----------------------------------------------------------------------------------------------------------

def timeline(result):
    pause = result["longest_pause"]
    say(f"Work on {plural(result['active_days'], 'day')} of {number(result['age_days'] + 1)}.",
        f"The last 90 days saw {plural(result['last_90_days'], 'commit')}, the 90 before {number(result['the_90_days_before'])}.",
        f"The longest pause was {days(pause['days'])}, from {day(pause['from'])}." if pause["days"] > 1 else "")


def cadence(result):
    if result["busiest_day"] is None:
        say("No commit has a readable date.")
        return
    say(f"The busiest day is {result['busiest_day']}, the busiest hour {result['busiest_hour']}:00.",
        f"{percent(result['office_share'])} of the commits fall into office hours (Monday to Friday, 8:00 to 18:00),",
        f"{percent(result['weekend_share'])} on a weekend.")


def releases(result):
    if not result["releases"]:
        say(f"No tag looks like a version ({plural(result['tags'], 'tag')} in all).")
        return
    gap = result["median_days_between"]
    say(f"{plural(result['releases'], 'release')}, {plural(result['previews'], 'preview')} among them.",
        f"Half of them came within {number(gap)} days of the one before." if gap is not None else "",
        f"{plural(result['commits_since_latest'], 'commit')} came after the latest.")
    table(result["recent"][:5], ("Release", "name", words), ("Date", "time", day))


def messages(result):
    if not result["commits"]:
        say("There is no message to read.")
        return
    length = result["subject_length"]
    say(f"A usual subject has {number(length['p50'])} characters, nine in ten have at most {number(length['p90'])},",
        f"the longest has {number(length['longest'])}. {percent(result['with_body_share'])} go on to explain,",
        f"{percent(result['imperative_share'])} begin with an imperative,",
        f"{percent(result['conventional_share'])} follow Conventional Commits,",
        f"{percent(result['area_share'])} name the area they change.")
    if result["first_words"]:
        say("Most begin with " + ", ".join(f"{word['word']} ({number(word['times'])})" for word in result["first_words"][:6]) + ".")
    if result["vague"]:
        shown = ", ".join(f"{code(one['id'])} {words(one['subject']) or '(empty)'}" for one in result["vague_examples"][:5])
        say(f"{plural(result['vague'], 'message says', 'messages say')} next to nothing: {shown}.")


# -- people -----------------------------------------------------------------------------------------------------------

def authors(result):
    say(f"{plural(result['people'], 'person', 'people')}; {number(result['active_in_last_90_days'])} active in the last 90 days",
        f"of the history, {number(result['new_in_last_90_days'])} of them new;",
        f"{number(result['one_commit_only'])} with a single commit.")
    table(result["top"][:15], ("Person", "name", words), ("Commits", "commits", number), ("Share", "share", percent),
          ("Lines added", "added", number), ("Lines deleted", "deleted", number), ("Days active", "active_days", number),
          ("First", "first", day), ("Last", "last", day))


def bus_factor(result):
    if not result["files"]:
        say("No file's history was read.")
        return
    say(f"The bus factor is **{result['bus_factor']}**: that many people wrote most of more than half of the",
        f"{plural(result['files'], 'file')}. {percent(result['known_to_one'] / result['files'])} of the files were written",
        "by one person almost alone.")
    table(result["owners"][:8], ("Person", "name", words), ("Files", "files", number), ("Share", "share", percent),
          ("Almost alone", "alone", number))


def ownership(result):
    if not result["areas"]:
        say("No file's history was read.")

    def top(area):
        return ", ".join(f"{words(person['name'])} {percent(person['share'])}" for person in area["top"])

    table(result["areas"][:15], ("Folder", "area", code), ("People", "people", number), ("Most lines by", top, str))


# -- change -----------------------------------------------------------------------------------------------------------

def churn(result):
    lines, files = result["lines_a_commit"], result["files_a_commit"]
    say(f"{number(result['added'])} lines added and {number(result['deleted'])} deleted in {plural(result['files_ever'], 'file')},",
        f"of which {number(result['files_gone'])} are gone.",
        f"A usual commit changes {number(lines['p50'])} lines in {plural(files['p50'], 'file')};"
        f" one in ten changes more than {number(lines['p90'])} lines." if lines["p50"] is not None else "")
    table(result["most_changed"][:12], ("Changed most often", "path", code), ("Commits", "commits", number),
          ("Added", "added", number), ("Deleted", "deleted", number))


def hot_spots(result):
    if not result["files"]:
        say("No code with a history was found.")
        return
    say("Code that is both hard and often changed. Half of all the heat (commits × decisions) is in",
        f"{plural(result['half_of_the_heat_is_in'], 'file')} of {number(result['files'])}.")
    table(result["hottest"][:10], ("File", "path", code), ("Commits", "commits", number), ("Decisions", "decisions", number),
          ("Hardest function", "worst", number), ("Share of heat", "share", percent))


def coupling(result):
    say(f"{plural(result['pairs'], 'pair')} of files changed together at least three times, and in at least half of the commits",
        f"of one of them; {number(result['across_folders'])} of these reach across folders at the top.")
    table(result["strongest"][:10], ("File", "a", code), ("File", "b", code), ("Together", "together", number),
          ("Degree", "degree", percent))


def fixes(result):
    say(f"{plural(result['fixes'], 'commit says', 'commits say')} they repair something ({percent(result['fix_share'])}),",
        f"{plural(result['reverts'], 'commit reverts', 'commits revert')} another.")
    table(result["most_repaired"], ("Repaired most often", "path", code), ("Repairs", "fixes", number),
          ("Of commits", "commits", number))


def file_age(result):
    if not result["files"]:
        say("No file's history was read.")
        return
    say(f"Half of the files were left alone for {days(result['median_days'])} or longer, counted from the newest commit.")
    table(result["ages"], ("Last touched within", "label", str), ("Files", "files", number))


# -- code -------------------------------------------------------------------------------------------------------------

def languages(result):
    lines = {row["language"]: row for row in fact("lines", "languages") or []}

    def kind(name):
        return lambda row: lines.get(row["language"], {}).get(name)

    table(result["languages"][:20], ("Language", "language", words), ("Files", "files", number), ("Size", "bytes", size),
          ("Code", kind("code"), number), ("Comment", kind("comment"), number), ("Blank", kind("blank"), number))
    generated = result["generated"]
    say(f"{plural(generated['files'], 'file is', 'files are')} generated or vendored ({size(generated['bytes'])}) and left out of",
        f"everything about code. {plural(result['unknown']['files'], 'file is', 'files are')} of no known language.")


def longest_files(result):
    table(result["longest"][:8], ("Longest file", "path", code), ("Lines of code", "code", number))


def complexity(result):
    if not result["all"]["functions"]:
        say("No function was found in a language that is measured.")
        return
    rows = [*result["languages"], {"language": "all", **result["all"]}]
    table(rows, ("Language", "language", words), ("Functions", "functions", number), ("Usual length", "median_lines", number),
          ("Usual complexity", "p50", number), ("Nine in ten", "p90", number), ("Highest", "highest", number),
          ("Above 10", "want_care", number), ("Above 20", "want_splitting", number))
    table(result["most_complex"][:10], ("Hardest function", "name", code), ("Where", place, code),
          ("Complexity", "complexity", number), ("Lines", "lines", number))
    say("Python is measured on its syntax tree, languages with braces by a count of their tokens, which ranks well and is not exact.")


def tests(result):
    say(f"{plural(result['cases'], 'test case')} in {plural(result['test_files'], 'file')}; {number(result['test_lines'])} lines of",
        f"test beside {number(result['code_lines'])} of code. What the tests reach is not measured.")
    table(result["languages"][:8], ("Language", "language", words), ("Lines of code", lambda row: row["code"]["lines"], number),
          ("Lines of test", lambda row: row["tests"]["lines"], number))


def markers(result):
    if not result["total"]:
        say("No TODO, FIXME, HACK or XXX was found in a comment.")
        return
    say(f"{plural(result['total'], 'note')} in {plural(result['files'], 'file')}: {counted(result['by_marker'])}.")
    table(result["first"][:12], ("Note", "marker", str), ("Where", place, code), ("Says", "text", words))


def repeated_blocks(result):
    say(f"{number(result['repeated_lines'])} of {number(result['lines'])} lines of code ({percent(result['share'])}) stand in",
        f"{plural(result['blocks'], 'block')} of eight or more lines that repeat an earlier one.",
        "There is too much code to compare all of it; this is the first part." if result["cut_off"] else "")
    table(result["longest"][:6], ("Lines", "lines", number), ("First", lines_of("first"), code), ("Again", lines_of("again"), code))


def duplicates(result):
    say(f"{plural(result['extra_files'], 'file repeats', 'files repeat')} the content of another,",
        f"{size(result['wasted_bytes'])} in all.")
    table(result["largest"][:6], ("Copies", "copies", number), ("Size", "bytes", size), ("Files", "paths", codes))


def heavy_files(result):
    binaries = result["binaries"]
    say(f"{plural(result['large'], 'file is', 'files are')} larger than 1 MiB, {plural(result['empty'], 'is', 'are')} empty,",
        f"{plural(binaries['files'], 'is', 'are')} binary ({size(binaries['bytes'])}).",
        f"Half of all bytes are in {plural(result['half_of_the_bytes_are_in'], 'file')}.")
    table(result["largest"][:8], ("Largest", "path", code), ("Size", "bytes", size), ("Share", "share", percent))


# -- text -------------------------------------------------------------------------------------------------------------

def encodings(result):
    say(f"Encodings: {counted(result['encodings'])}.")
    say(f"Line endings: {counted(result['line_endings'])}.")
    table(result["problems"], ("Trouble", "problem", str), ("Files", "files", number), ("For example", "examples", codes))


def whitespace(result):
    say(f"`git diff --check` finds {plural(result['trailing_blanks'], 'line')} with trailing blanks,",
        f"{number(result['blank_before_tab'])} with a blank before a tab,",
        f"{plural(result['blank_lines_at_end'], 'file')} with blank lines at the end",
        f"and {plural(result['conflict_markers'], 'line')} like a conflict marker.")


def names(result):
    if not result["troubles"]:
        say(f"All {plural(result['files'], 'name')} work everywhere; the longest has {plural(result['longest'], 'character')}.")
    table(result["troubles"], ("Trouble", "trouble", str), ("Files", "files", number), ("For example", "examples", codes))


# -- project ----------------------------------------------------------------------------------------------------------

def readme(result):
    described = result["readme"]
    if described is None:
        say("There is no README.")
    else:
        covered = ", ".join(part for part, there in described["has"].items() if there)
        say(f"{code(described['path'])}: {plural(described['words'], 'word')}, {plural(described['headings'], 'heading')},",
            f"{plural(described['code_blocks'], 'block')} of code, {plural(described['links'], 'link')},",
            f"{plural(described['images'], 'image')}.",
            f"Its headings cover {covered or 'none of installing, using, contributing and the licence'}.")
    table(result["broken"][:10], ("Link that leads nowhere", "target", code), ("In", "path", code))


def community(result):
    def names_of(wanted):
        return ", ".join(key.replace("_", " ") for key, there in result.items() if there == wanted) or "nothing"

    say(f"There: {names_of(True)}. Missing: {names_of(False)}.")


def licences(result):
    table(result["files"][:10], ("Licence file", "path", code), ("Licence", "licence", words))
    table(result["declared"][:10], ("Declared in", "path", code), ("Licence", "licence", words))
    tags = f": {counted(result['spdx_tags'])}" if result["spdx_tags"] else ""
    say(f"{number(result['sources_with_spdx_tag'])} of {plural(result['sources'], 'source file')} carry an SPDX tag{tags}.")


def dependencies(result):
    if not result["ecosystems"]:
        say("No dependency is declared in a file that is known here.")
        return
    table(result["ecosystems"], ("Ecosystem", "ecosystem", str), ("Packages", "packages", number),
          ("For development", "for_development", number), ("Declarations", "declarations", number), ("Exact", "exact", number),
          ("Files", "files", number))
    shown = [f"{words(package['name'])} {words(package['version'])}".strip() for package in result["packages"][:40]]
    say("; ".join(shown) + ("; …" if len(result["packages"]) > len(shown) else "."))


def submodules(result):
    say(f"{plural(result['recorded'], 'submodule')} recorded, {number(result['declared'])} declared.")


def secrets(result):
    if not result["total"]:
        say("Nothing in the newest commit looks like a secret. Older commits were not searched.")
        return
    say(f"{plural(result['total'], 'string looks', 'strings look')} like a secret, shown masked. Older commits were not searched.")
    table(result["found"][:15], ("Kind", "kind", str), ("Where", place, code), ("Masked", "masked", code))


# -- the end ----------------------------------------------------------------------------------------------------------

def limits():
    rows = [f"{plural(count, 'file')} not read: {reason}." for reason, count in texts["left_out"].items()]
    if texts["large_file_pointers"]:
        rows.append(f"{plural(texts['large_file_pointers'], 'file is', 'files are')} kept elsewhere (Git LFS); only the pointer was seen.")
    if history["cut_off"]:
        rows.append(f"Only the newest {plural(history['commits'], 'commit')} were read.")
    if history["boundary_commits"]:
        rows.append(f"A shallow clone: what its {plural(history['boundary_commits'], 'oldest commit')} changed is unknown.")
    missing = [code(key) for key, value in needs.items() if value is None]
    if missing:
        rows.append(f"Without a result: {', '.join(missing)}.")
    if rows:
        out.extend(f"- {row}" for row in rows)
    else:
        say("Everything was read: the whole history of the head, and every file.")


CHAPTERS = {
    "History": [
        ("Pace", "timeline", timeline),
        ("Hours", "cadence", cadence),
        ("Releases", "releases", releases),
        ("Messages", "messages", messages),
    ],
    "People": [
        ("Who", "authors", authors),
        ("Bus factor", "bus_factor", bus_factor),
        ("Who knows which part", "ownership", ownership),
    ],
    "Change": [
        ("Churn", "churn", churn),
        ("Hot spots", "hot_spots", hot_spots),
        ("Files that change together", "coupling", coupling),
        ("Repairs", "fixes", fixes),
        ("Age", "file_age", file_age),
    ],
    "Code": [
        ("Languages", "languages", languages),
        ("Longest files", "lines", longest_files),
        ("Complexity", "complexity", complexity),
        ("Tests", "tests", tests),
        ("Notes left in the code", "markers", markers),
        ("Copied blocks", "repeated_blocks", repeated_blocks),
        ("Identical files", "duplicates", duplicates),
        ("Weight", "heavy_files", heavy_files),
    ],
    "Text": [
        ("Encodings and line endings", "encodings", encodings),
        ("Blanks", "whitespace", whitespace),
        ("File names", "names", names),
    ],
    "Project": [
        ("README", "readme", readme),
        ("Files others look for", "community", community),
        ("Licences", "licences", licences),
        ("Dependencies", "dependencies", dependencies),
        ("Submodules", "submodules", submodules),
        ("Secrets", "secrets", secrets),
    ],
}

heading(words(repository["name"]), level=1)
if repository["head"]:
    say(f"A report on the commit {code(repository['head'][:12])}, made by Holdfast.")
else:
    say("This repository has no commit yet.")
say("![Commits over time, by weekday and hour, and code by language](chart.svg)")
heading("At a glance")
at_a_glance()
section("Worth a look", "findings", findings, level=2)
if repository["head"]:
    for title, sections in CHAPTERS.items():
        heading(title)
        for entry in sections:
            section(*entry)
    heading("What was not read")
    limits()

report = re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"
with open("report.md", "w", encoding="utf-8") as file:
    file.write(report)

found = fact("findings", "findings") or []
for finding in found:
    print(f"{finding['weight']:>4}  {finding['about']}: {finding['text']} {finding.get('path', '')}".rstrip())
result = {
    "lines": report.count("\n"),
    "findings": {weight: sum(finding["weight"] == weight for finding in found) for weight in ("act", "look", "note")},
}
