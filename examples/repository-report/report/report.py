# Writes report.md from everything the other atoms found. A section whose atom has no result says so.
import html
import re
from datetime import datetime, timezone

needs = input_data["needs"]
out = []


# -- words and numbers ------------------------------------------------------------------------------------------------

def number(value):
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if 0 < value < 1 else f"{value:,.1f}"


def percent(share):
    return "–" if share is None else "< 1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")


def size(number_of_bytes):
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if number_of_bytes < 1024 or unit == "GiB":
            return f"{number_of_bytes:,.0f} {unit}" if unit == "bytes" else f"{number_of_bytes:,.1f} {unit}"
        number_of_bytes /= 1024


def day(seconds):
    return "–" if seconds is None else datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d")


def days(count):
    return "–" if count is None else f"{count} days" if count < 730 else f"{count / 365.25:.1f} years"


def plural(count, one, many=None):
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def printable(value):
    """On one line, with what cannot be seen made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(value))


def words(value):
    """Text from the repository as text, whatever Markdown or HTML it may hold."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(printable(value), quote=False))


def code(value):
    """Text from the repository as code; a table's bars and the text's own backticks included."""
    text = printable(value)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}".replace("|", "\\|") if text else ""


# -- Markdown ---------------------------------------------------------------------------------------------------------

def heading(text, level=2):
    out.append(f"\n{'#' * level} {text}\n")


def say(text):
    out.append(f"{text}\n")


def table(columns, rows):
    """Columns named with a trailing '>' are numbers, aligned to the right."""
    rows = list(rows)
    if not rows:
        return
    out.append("| " + " | ".join(column.rstrip(">") for column in columns) + " |")
    out.append("|" + "|".join("--:" if column.endswith(">") else "---" for column in columns) + "|")
    out.extend("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)
    out.append("")


def section(title, key, write, level=3):
    heading(title, level)
    result = needs.get(key)
    if result is None:
        say(f"*This section is missing: the atom `{key}` has no result.*")
    else:
        write(result)


def examples(paths):
    return ", ".join(code(path) for path in paths)


# -- the sections -----------------------------------------------------------------------------------------------------

repository, history, tree, texts = (needs[key] for key in ("repository", "history", "tree", "texts"))


def at_a_glance():
    part = {key: needs.get(key) or {} for key in ("lines", "authors", "bus_factor", "tests", "licences", "releases", "objects", "refs", "complexity")}
    latest = part["releases"].get("latest")
    packed = part["objects"]
    table(["", ""], [
        ("Head", f"{code(repository['head'][:12])} on {code(repository['branch']) if repository['branch'] else 'no branch (detached)'}" if repository["head"] else "no commit yet"),
        ("History", f"{plural(history['commits'], 'commit')}, {plural(history['merges'], 'merge')} among them, {day(history['first'])} to {day(history['last'])}"),
        ("People", f"{number(part['authors'].get('people'))}, bus factor {number(part['bus_factor'].get('bus_factor'))}"),
        ("Files", f"{plural(tree['files'], 'file')} in {plural(tree['folders'], 'folder')}, {size(tree['bytes'])}"),
        ("Code", f"{number(part['lines'].get('total', {}).get('code'))} lines of code, {number(part['complexity'].get('all', {}).get('functions'))} functions"),
        ("Tests", f"{plural(part['tests'].get('cases') or 0, 'case')}, {number(part['tests'].get('test_lines_per_code_line'))} lines of test a line of code"),
        ("Licence", words(part["licences"].get("main") or "none found")),
        ("Latest release", f"{words(latest['name'])} of {day(latest['time'])}" if latest else "none"),
        ("Branches, tags", f"{len(part['refs'].get('branches', []))} local, {len(part['refs'].get('remote_branches', []))} remote; {plural(len(part['refs'].get('tags', [])), 'tag')}"),
        ("Object store", size((packed.get("size", 0) + packed.get("size_pack", 0)) * 1024)),
    ])


def findings(result):
    if not result["findings"]:
        say("Nothing stood out.")
    signs = {"act": "**Act**", "look": "Look", "note": "Note"}
    table(["", "About", "Finding"], ((signs[f["weight"]], f["about"], f["text"].replace("|", "\\|") + (f" {code(f['path'])}." if "path" in f else "")) for f in result["findings"]))


def timeline(result):
    pause = result["longest_pause"]
    say(f"Work on {plural(result['active_days'], 'day')} of {number(result['age_days'] + (history['commits'] > 0))}."
        f" The last 90 days saw {plural(result['last_90_days'], 'commit')}, the 90 before {number(result['the_90_days_before'])}."
        + (f" The longest pause was {days(pause['days'])}, from {day(pause['from'])}." if pause["days"] > 1 else ""))


def cadence(result):
    if result["busiest_day"] is None:
        say("There is no commit yet.")
    else:
        say(f"The busiest day is {result['busiest_day']}, the busiest hour {result['busiest_hour']}:00. {percent(result['office_share'])} of the"
            f" commits fall into office hours (Monday to Friday, 8:00 to 18:00), {percent(result['weekend_share'])} on a weekend.")


def releases(result):
    if not result["releases"]:
        say(f"No tag looks like a version ({plural(result['tags'], 'tag')} in all).")
        return
    say(f"{plural(result['releases'], 'release')}, {plural(result['previews'], 'preview')} among them"
        + (f", half of them within {number(result['median_days_between'])} days of the one before" if result["median_days_between"] is not None else "")
        + f". {plural(result['commits_since_latest'], 'commit')} came after the latest.")
    table(["Release", "Date"], ((words(release["name"]), day(release["time"])) for release in result["recent"][:5]))


def messages(result):
    if not result["commits"]:
        say("There is no message to read.")
        return
    length = result["subject_length"]
    say(f"A usual subject has {number(length['p50'])} characters, nine in ten have at most {number(length['p90'])}, the longest has {number(length['longest'])}."
        f" {percent(result['with_body_share'])} go on to explain, {percent(result['imperative_share'])} begin with an imperative,"
        f" {percent(result['conventional_share'])} follow Conventional Commits, {percent(result['area_share'])} name the area they change.")
    if result["first_words"]:
        say("Most begin with " + ", ".join(f"{words(word['word'])} ({number(word['times'])})" for word in result["first_words"][:6]) + ".")
    if result["vague"]:
        say(f"{plural(result['vague'], 'message says', 'messages say')} next to nothing: "
            + ", ".join(f"{code(one['id'])} {words(one['subject']) or '(empty)'}" for one in result["vague_examples"][:5]) + ".")


def authors(result):
    say(f"{plural(result['people'], 'person', 'people')}; {number(result['active_in_last_90_days'])} active in the last 90 days of the history,"
        f" {number(result['new_in_last_90_days'])} of them new; {number(result['one_commit_only'])} with a single commit.")
    table(["Person", "Commits>", "Share>", "Lines added>", "Lines deleted>", "Days active>", "First", "Last"],
          ((words(p["name"]), number(p["commits"]), percent(p["share"]), number(p["added"]), number(p["deleted"]), number(p["active_days"]), day(p["first"]), day(p["last"]))
           for p in result["top"][:15]))


def bus_factor(result):
    if not result["files"]:
        say("No file's history was read.")
        return
    say(f"The bus factor is **{result['bus_factor']}**: that many people wrote most of more than half of the {plural(result['files'], 'file')}."
        f" {percent(result['known_to_one'] / result['files'])} of the files were written by one person almost alone.")
    table(["Person", "Files>", "Share>", "Almost alone>"],
          ((words(o["name"]), number(o["files"]), percent(o["share"]), number(o["alone"])) for o in result["owners"][:8]))


def ownership(result):
    if not result["areas"]:
        say("No file's history was read.")
    table(["Folder", "People>", "Most lines by"],
          ((code(a["area"]), number(a["people"]), ", ".join(f"{words(p['name'])} {percent(p['share'])}" for p in a["top"])) for a in result["areas"][:15]))


def churn(result):
    lines, files = result["lines_a_commit"], result["files_a_commit"]
    say(f"{number(result['added'])} lines added and {number(result['deleted'])} deleted in {plural(result['files_ever'], 'file')}, of which {number(result['files_gone'])} are gone."
        f" A usual commit changes {number(lines['p50'])} lines in {number(files['p50'])} files; one in ten changes more than {number(lines['p90'])} lines.")
    table(["Changed most often", "Commits>", "Added>", "Deleted>"],
          ((code(f["path"]), number(f["commits"]), number(f["added"]), number(f["deleted"])) for f in result["most_changed"][:12]))


def hot_spots(result):
    if not result["files"]:
        say("No code with a history was found.")
        return
    say(f"Code that is both hard and often changed. Half of all the heat (commits × decisions) is in {plural(result['half_of_the_heat_is_in'], 'file')} of {number(result['files'])}.")
    table(["File", "Commits>", "Decisions>", "Hardest function>", "Share of heat>"],
          ((code(f["path"]), number(f["commits"]), number(f["decisions"]), number(f["worst"]), percent(f["share"])) for f in result["hottest"][:10]))


def coupling(result):
    say(f"{plural(result['pairs'], 'pair')} of files changed together at least three times and in half of the commits of one of them or more,"
        f" {number(result['across_folders'])} across folders at the top.")
    table(["File", "File", "Together>", "Degree>"],
          ((code(p["a"]), code(p["b"]), number(p["together"]), percent(p["degree"])) for p in result["strongest"][:10]))


def file_age(result):
    if not result["files"]:
        say("No file's history was read.")
        return
    say(f"Half of the files were left alone for {days(result['median_days'])} or longer, counted from the newest commit.")
    table(["Last touched within", "Files>"], ((age["label"], number(age["files"])) for age in result["ages"]))


def fixes(result):
    say(f"{plural(result['fixes'], 'commit says', 'commits say')} they repair something ({percent(result['fix_share'])}), {plural(result['reverts'], 'commit reverts', 'commits revert')} another.")
    table(["Repaired most often", "Repairs>", "Of commits>"], ((code(f["path"]), number(f["fixes"]), number(f["commits"])) for f in result["most_repaired"]))


def languages(result):
    counted = {row["language"]: row for row in (needs.get("lines") or {}).get("languages", [])}
    table(["Language", "Files>", "Size>", "Code>", "Comment>", "Blank>"],
          ((words(row["language"]), number(row["files"]), size(row["bytes"]), *(number(counted.get(row["language"], {}).get(kind)) for kind in ("code", "comment", "blank")))
           for row in result["languages"][:20]))
    say(f"{plural(result['generated']['files'], 'file')} ({size(result['generated']['bytes'])}) {'is' if result['generated']['files'] == 1 else 'are'} generated or vendored and left out of everything about code."
        f" {plural(result['unknown']['files'], 'file is', 'files are')} of no known language.")


def longest_files(result):
    table(["Longest file", "Lines of code>"], ((code(f["path"]), number(f["code"])) for f in result["longest"][:8]))


def complexity(result):
    if not result["all"]["functions"]:
        say("No function was found in a language that is measured.")
        return
    table(["Language", "Functions>", "Usual length>", "Usual complexity>", "Nine in ten>", "Highest>", "Above 10>", "Above 20>"],
          ((words(row.get("language", "all")), number(row["functions"]), number(row["median_lines"]), number(row["p50"]), number(row["p90"]), number(row["highest"]), number(row["want_care"]), number(row["want_splitting"]))
           for row in [*result["languages"], result["all"]]))
    table(["Hardest function", "Where", "Complexity>", "Lines>"],
          ((code(f["name"]), code(f"{f['path']}:{f['line']}"), number(f["complexity"]), number(f["lines"])) for f in result["most_complex"][:10]))
    say("Python is measured on its syntax tree, languages with braces by a count of their tokens, which ranks well and is not exact.")


def repeated_blocks(result):
    say(f"{number(result['repeated_lines'])} of {number(result['lines'])} lines of code ({percent(result['share'])}) stand in {plural(result['blocks'], 'block')} of eight or more lines that repeat an earlier one."
        + (" Only the first part of the code was compared: there is too much of it." if result["cut_off"] else ""))
    table(["Lines>", "First", "Again"],
          ((number(b["lines"]), *(code(f"{b[key]['path']}:{b[key]['from']}-{b[key]['to']}") for key in ("first", "again"))) for b in result["longest"][:6]))


def duplicates(result):
    say(f"{plural(result['extra_files'], 'file repeats', 'files repeat')} the content of another, {size(result['wasted_bytes'])} in all.")
    table(["Copies>", "Size>", "Files"], ((number(g["copies"]), size(g["bytes"]), examples(g["paths"][:3])) for g in result["largest"][:6]))


def markers(result):
    if not result["total"]:
        say("No TODO, FIXME, HACK or XXX was found in a comment.")
        return
    say(f"{plural(result['total'], 'note')} in {plural(result['files'], 'file')}: " + ", ".join(f"{marker} {number(count)}" for marker, count in result["by_marker"].items()) + ".")
    table(["Note", "Where", "Says"], ((m["marker"], code(f"{m['path']}:{m['line']}"), words(m["text"])) for m in result["first"][:12]))


def tests(result):
    say(f"{plural(result['cases'], 'test case')} in {plural(result['test_files'], 'file')}; {number(result['test_lines'])} lines of test beside {number(result['code_lines'])} of code."
        " What the tests reach is not measured.")
    table(["Language", "Lines of code>", "Lines of test>"],
          ((words(row["language"]), number(row["code"]["lines"]), number(row["tests"]["lines"])) for row in result["languages"][:8]))


def heavy_files(result):
    binaries = result["binaries"]
    say(f"{plural(result['large'], 'file is', 'files are')} larger than 1 MiB, {plural(binaries['files'], 'is', 'are')} binary ({size(binaries['bytes'])}), {plural(result['empty'], 'is', 'are')} empty."
        f" Half of all bytes are in {plural(result['half_of_the_bytes_are_in'], 'file')}.")
    table(["Largest", "Size>", "Share>"], ((code(f["path"]), size(f["bytes"]), percent(f["share"])) for f in result["largest"][:8]))


def encodings(result):
    for title, counts in (("Encodings", result["encodings"]), ("Line endings", result["line_endings"])):
        say(f"{title}: " + (", ".join(f"{name} {number(count)}" for name, count in counts.items()) or "none") + ".")
    table(["Trouble", "Files>", "For example"], ((p["problem"], number(p["files"]), examples(p["examples"][:3])) for p in result["problems"]))


def whitespace(result):
    say(f"`git diff --check` finds {plural(result['trailing_blanks'], 'line')} with trailing blanks, {number(result['blank_before_tab'])} with a blank before a tab,"
        f" {plural(result['blank_lines_at_end'], 'file')} with blank lines at the end and {plural(result['conflict_markers'], 'conflict marker')}.")


def names(result):
    if not result["troubles"]:
        say(f"All {plural(result['files'], 'name')} work everywhere; the longest has {plural(result['longest'], 'character')}.")
    table(["Trouble", "Files>", "For example"], ((t["trouble"], number(t["files"]), examples(t["examples"][:3])) for t in result["troubles"]))


def readme(result):
    described = result["readme"]
    if described is None:
        say("There is no README.")
    else:
        has = [part for part, there in described["has"].items() if there]
        say(f"{code(described['path'])}: {plural(described['words'], 'word')}, {plural(described['headings'], 'heading')}, {plural(described['code_blocks'], 'block')} of code,"
            f" {plural(described['links'], 'link')}, {plural(described['images'], 'image')}. Its headings cover {', '.join(has) if has else 'none of installing, using, contributing and the licence'}.")
    table(["Link that leads nowhere", "In"], ((code(b["target"]), code(b["path"])) for b in result["broken"][:10]))


def community(result):
    there = [key.replace("_", " ") for key, answer in result.items() if answer]
    missing = [key.replace("_", " ") for key, answer in result.items() if not answer]
    say(f"There: {', '.join(there) or 'nothing'}. Missing: {', '.join(missing) or 'nothing'}.")


def licences(result):
    table(["Licence file", "Licence"], ((code(f["path"]), words(f["licence"])) for f in result["files"][:10]))
    table(["Declared in", "Licence"], ((code(d["path"]), words(d["licence"])) for d in result["declared"][:10]))
    say(f"{number(result['sources_with_spdx_tag'])} of {plural(result['sources'], 'source file')} carry an SPDX tag"
        + (": " + ", ".join(f"{words(tag)} {number(count)}" for tag, count in result["spdx_tags"].items()) if result["spdx_tags"] else "") + ".")


def dependencies(result):
    if not result["ecosystems"]:
        say("No dependency is declared in a file that is known here.")
    table(["Ecosystem", "Packages>", "For development>", "Exact versions>", "Declared in>"],
          ((e["ecosystem"], number(e["packages"]), number(e["for_development"]), f"{number(e['exact'])} of {number(e['declarations'])}", plural(e["files"], "file"))
           for e in result["ecosystems"]))
    shown = [f"{words(p['name'])} {words(p['version'])}".strip() for p in result["packages"][:40]]
    if shown:
        say("; ".join(shown) + ("; …" if len(result["packages"]) > len(shown) else "") + ".")


def submodules(result):
    say(f"{plural(result['recorded'], 'submodule')} recorded, {number(result['declared'])} declared.")


def secrets(result):
    if not result["total"]:
        say("Nothing in the newest commit looks like a secret. Older commits were not searched.")
        return
    say(f"{plural(result['total'], 'string looks', 'strings look')} like a secret. They are shown masked; older commits were not searched.")
    table(["Kind", "Where", "Masked"], ((words(f["kind"]), code(f"{f['path']}:{f['line']}"), code(f["masked"])) for f in result["found"][:15]))


def limits():
    rows = [f"{number(count)} {'file' if count == 1 else 'files'} not read: {reason}." for reason, count in texts["left_out"].items()]
    if texts["large_file_pointers"]:
        rows.append(f"{plural(texts['large_file_pointers'], 'file is', 'files are')} kept elsewhere (Git LFS) and counted by the pointer.")
    if history["cut_off"]:
        rows.append(f"Only the newest {plural(history['commits'], 'commit')} were read.")
    if history["boundary_commits"]:
        rows.append(f"A shallow clone: the changes of its {plural(history['boundary_commits'], 'oldest commit')} are unknown.")
    missing = [key for key, value in needs.items() if value is None]
    if missing:
        rows.append("Without a result: " + ", ".join(code(key) for key in missing) + ".")
    say("\n".join(f"- {row}" for row in rows) if rows else "Everything was read: the whole history of the head, and every file.")


# -- the report -------------------------------------------------------------------------------------------------------

out.append(f"# {words(repository['name'])}\n")
say(f"A report on the commit {code(repository['head'][:12])}, made by Holdfast." if repository["head"] else "This repository has no commit yet.")
out.append("![Commits over time, by weekday and hour, and code by language](chart.svg)\n")
heading("At a glance")
at_a_glance()
section("Worth a look", "findings", findings, level=2)

CHAPTERS = {
    "History": [("Pace", "timeline", timeline), ("Hours", "cadence", cadence), ("Releases", "releases", releases), ("Messages", "messages", messages)],
    "People": [("Who", "authors", authors), ("Bus factor", "bus_factor", bus_factor), ("Who knows which part", "ownership", ownership)],
    "Change": [("Churn", "churn", churn), ("Hot spots", "hot_spots", hot_spots), ("Files that change together", "coupling", coupling),
               ("Repairs", "fixes", fixes), ("Age", "file_age", file_age)],
    "Code": [("Languages", "languages", languages), ("Longest files", "lines", longest_files), ("Complexity", "complexity", complexity), ("Tests", "tests", tests),
             ("Notes left in the code", "markers", markers), ("Copied blocks", "repeated_blocks", repeated_blocks), ("Identical files", "duplicates", duplicates),
             ("Weight", "heavy_files", heavy_files)],
    "Text": [("Encodings and line endings", "encodings", encodings), ("Blanks", "whitespace", whitespace), ("File names", "names", names)],
    "Project": [("README", "readme", readme), ("Files others look for", "community", community), ("Licences", "licences", licences),
                ("Dependencies", "dependencies", dependencies), ("Submodules", "submodules", submodules), ("Secrets", "secrets", secrets)],
}
if repository["head"]:
    for title, sections in CHAPTERS.items():
        heading(title)
        for entry in sections:
            section(*entry)
    heading("What was not read")
    limits()

report = re.sub(r"\n{3,}", "\n\n", "\n".join(out)).rstrip() + "\n"
with open("report.md", "w", encoding="utf-8") as file:
    file.write(report)

found = (needs.get("findings") or {}).get("findings", [])
for finding in found:
    print(f"{finding['weight']:>4}  {finding['about']}: {finding['text']} {finding.get('path', '')}".rstrip())
result = {
    "lines": report.count("\n"),
    "findings": {weight: sum(finding["weight"] == weight for finding in found) for weight in ("act", "look", "note")},
}
