# Lists every file of the newest commit: one line of JSON each in files.jsonl.
# The commit is read, not the working tree: what is not committed does not count, and nothing is checked out.
import json
import os
import re
import subprocess
from collections import Counter

repository = input_data["needs"]["repository"]

LANGUAGES = {
    "Python": "py pyi pyw", "JavaScript": "js mjs cjs jsx", "TypeScript": "ts mts cts tsx", "C#": "cs csx",
    "C": "c h", "C++": "cc cpp cxx hpp hh hxx", "Java": "java", "Kotlin": "kt kts", "Go": "go", "Rust": "rs",
    "Swift": "swift", "Ruby": "rb rake gemspec", "PHP": "php", "Scala": "scala sc", "Dart": "dart", "Lua": "lua",
    "Perl": "pl pm", "R": "r", "Haskell": "hs", "Elixir": "ex exs", "Erlang": "erl hrl", "F#": "fs fsi fsx",
    "Visual Basic": "vb", "Objective-C": "m mm", "Zig": "zig", "Shell": "sh bash zsh ksh bats", "PowerShell": "ps1 psm1",
    "SQL": "sql", "HTML": "html htm", "CSS": "css scss sass less", "Vue": "vue", "Svelte": "svelte",
    "Markdown": "md markdown", "reStructuredText": "rst", "Text": "txt", "LaTeX": "tex", "JSON": "json jsonl jsonc",
    "YAML": "yaml yml", "TOML": "toml", "XML": "xml csproj fsproj vbproj props targets slnx xsd xslt resx config",
    "Protocol Buffers": "proto", "GraphQL": "graphql gql", "Terraform": "tf", "Nix": "nix", "SVG": "svg",
}
LANGUAGE_BY_EXTENSION = {extension: language for language, all_of in LANGUAGES.items() for extension in all_of.split()}
LANGUAGE_BY_NAME = {"dockerfile": "Dockerfile", "containerfile": "Dockerfile", "makefile": "Makefile",
                    "cmakelists.txt": "CMake", "rakefile": "Ruby", "gemfile": "Ruby", "justfile": "Just"}
NOT_BY_HAND = re.compile(
    r"(^|/)(node_modules|bower_components|vendor|vendored|third_party|thirdparty|dist|\.yarn)/"
    r"|\.min\.(js|css)$|\.(designer|g|generated)\.cs$|_pb2\.pyi?$|\.pb\.go$|\.snap$"
    r"|(^|/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|packages\.lock\.json"
    r"|cargo\.lock|poetry\.lock|pipfile\.lock|uv\.lock|gemfile\.lock|composer\.lock|go\.sum)$",
    re.IGNORECASE)
KINDS = {b"120000": "symlink", b"160000": "submodule"}


def language_of(path):
    name = path.rsplit("/", 1)[-1].lower()
    return LANGUAGE_BY_NAME.get(name) or LANGUAGE_BY_EXTENSION.get(name.rpartition(".")[2] if "." in name else "")


def read_tree(listing):
    for entry in listing.split(b"\0")[:-1]:
        facts, path = entry.split(b"\t", 1)
        mode, _, oid, size = facts.split()
        path = path.decode("utf-8", "backslashreplace")
        yield {
            "path": path,
            "kind": KINDS.get(mode, "file"),
            "oid": oid.decode(),
            "bytes": 0 if size == b"-" else int(size),
            "language": language_of(path),
            "generated": bool(NOT_BY_HAND.search(path)),
        }


files = []
if repository["head"]:
    listing = subprocess.run(
        ["git", "--git-dir", repository["git_dir"], "ls-tree", "-r", "-z", "--long", "--full-tree", repository["head"]],
        stdout=subprocess.PIPE, check=True).stdout
    files = list(read_tree(listing))

with open("files.jsonl", "w", encoding="utf-8") as lines:
    for file in files:
        lines.write(json.dumps(file) + "\n")

result = {
    "files": len(files),
    "bytes": sum(file["bytes"] for file in files),
    "kinds": dict(Counter(file["kind"] for file in files)),
    "generated": sum(file["generated"] for file in files),
    "folders": len({os.path.dirname(file["path"]) for file in files}),
}
