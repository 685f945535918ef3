# What the repository says it depends on: npm, NuGet, PyPI, Cargo, Go and Maven, from the files that declare it.
# Only what is declared is seen: nothing is resolved, and nothing is asked of a registry.
import json
import re
import tomllib
import xml.etree.ElementTree as ElementTree
from collections import Counter


def npm(text):
    package = json.loads(text)
    fields = {"dependencies": "run", "devDependencies": "develop", "optionalDependencies": "run", "peerDependencies": "run"}
    for field, purpose in fields.items():
        for name, version in package.get(field, {}).items():
            yield name, str(version), purpose


def nuget(text):
    for element in ElementTree.fromstring(text.lstrip("\ufeff")).iter():
        tag = element.tag.rpartition("}")[2]
        name = element.get("Include") or element.get("Update")
        version = element.get("Version") or element.get("VersionOverride")
        if name and (tag == "PackageVersion" or (tag == "PackageReference" and version)):
            yield name, version or "", "run"       # a reference without a version has it in Directory.Packages.props


def requirement(line):
    """Name and version of a Python requirement such as `name[extra] >= 1.2 ; python_version > "3"`."""
    found = re.match(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^]]*\])?\s*([^;#]*)", line.strip())
    return (found[1], found[2].strip()) if found else None


def requirements_txt(text):
    purpose = "run"
    for line in text.splitlines():
        if not line.lstrip().startswith(("#", "-")) and (found := requirement(line)):
            yield *found, purpose


def pyproject(text):
    document = tomllib.loads(text)
    project = document.get("project", {})
    groups = {"run": project.get("dependencies", []),
              "develop": [line for group in (project.get("optional-dependencies", {}), document.get("dependency-groups", {}))
                          for lines in group.values() for line in lines if isinstance(line, str)]}
    for purpose, lines in groups.items():
        for line in lines:
            if found := requirement(line):
                yield *found, purpose
    for name, version in document.get("tool", {}).get("poetry", {}).get("dependencies", {}).items():
        if name != "python":
            yield name, version if isinstance(version, str) else str(version.get("version", "")), "run"


def cargo(text):
    document = tomllib.loads(text)
    for field, purpose in (("dependencies", "run"), ("dev-dependencies", "develop"), ("build-dependencies", "develop")):
        for table in (document, document.get("workspace", {})):
            for name, version in table.get(field, {}).items():
                yield name, version if isinstance(version, str) else str(version.get("version", "")), purpose


def go(text):
    for name, version in re.findall(r"^\s*(?:require\s+)?([\w.-]+\.[\w.-]+/\S+)\s+(v\S+)", text, re.MULTILINE):
        yield name, version, "run"


def maven(text):
    for element in ElementTree.fromstring(text.lstrip("\ufeff")).iter():
        if element.tag.rpartition("}")[2] == "dependency":
            part = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in element}
            purpose = "develop" if part.get("scope") == "test" else "run"
            yield f"{part.get('groupId')}:{part.get('artifactId')}", part.get("version", ""), purpose


# Name of the file, ecosystem, reader, and what a version looks like that names exactly one.
EXACT = r"=?v?\d[\w.+-]*"
SOURCES = [
    (r"package\.json", "npm", npm, EXACT),
    (r".*\.(csproj|fsproj|vbproj|props|targets)", "NuGet", nuget, r"\[?\d[\w.+-]*\]?"),
    (r"requirements[\w.-]*\.txt", "PyPI", requirements_txt, r"===?\s*\d[\w.+!-]*"),
    (r"pyproject\.toml", "PyPI", pyproject, r"===?\s*\d[\w.+!-]*"),
    (r"Cargo\.toml", "Cargo", cargo, r"=\s*\d[\w.+-]*"),
    (r"go\.mod", "Go", go, r"v\S+"),
    (r"pom\.xml", "Maven", maven, r"\d[\w.+-]*"),
]

found = []
unreadable = []
declared_in = Counter()
with open("texts.jsonl", encoding="utf-8") as texts:
    for file in map(json.loads, texts):
        name = file["path"].rpartition("/")[2]
        for pattern, ecosystem, read, exact in SOURCES:
            if not re.fullmatch(pattern, name):
                continue
            try:
                rows = list(read(file["text"]))
            except (ValueError, AttributeError, TypeError, ElementTree.ParseError) as problem:
                unreadable.append({"path": file["path"], "problem": str(problem)[:120]})
                continue
            declared_in[ecosystem] += bool(rows)
            found += [{"ecosystem": ecosystem, "name": dependency, "version": version[:60], "purpose": purpose, "path": file["path"],
                       "exact": bool(re.fullmatch(exact, version))} for dependency, version, purpose in rows]


def summary(ecosystem):
    rows = [row for row in found if row["ecosystem"] == ecosystem]
    versions = {}
    for row in rows:
        versions.setdefault(row["name"], set()).add(row["version"])
    return {
        "ecosystem": ecosystem, "files": declared_in[ecosystem],
        "packages": len(versions), "for_development": len({row["name"] for row in rows if row["purpose"] == "develop"}),
        "exact": sum(row["exact"] for row in rows), "declarations": len(rows),
        "several_versions": sorted(name for name, all_versions in versions.items() if len(all_versions) > 1)[:20],
    }


ecosystems = sorted({row["ecosystem"] for row in found})
result = {
    "ecosystems": [summary(ecosystem) for ecosystem in ecosystems],
    "packages": sorted(({key: row[key] for key in ("ecosystem", "name", "version")} for row in found),
                       key=lambda row: (row["ecosystem"], row["name"].lower(), row["version"]))[:300],
    "unreadable": unreadable[:20],
}
