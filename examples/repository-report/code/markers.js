// Notes to oneself: TODO, FIXME, HACK and XXX in comments of code, with where they stand.
import { readFileSync } from "node:fs";

// The marker stands after what opens a comment, or in a line that continues a block comment with a star.
const after = (opening) => new RegExp(`(?:${opening}).*?\\b(TODO|FIXME|HACK|XXX)\\b[\\s:(-]*(.*)`);
const SLASHES = after("//|/\\*|^\\s*\\*");
const BY_LANGUAGE = new Map([
  [after("#"), "Python Ruby Shell Perl R Elixir YAML TOML Dockerfile Makefile CMake Terraform Nix Just PowerShell"],
  [after("--|/\\*"), "SQL Lua Haskell"],
  [after("<!--|//|/\\*"), "HTML XML SVG Vue Svelte"],
].flatMap(([pattern, languages]) => languages.split(" ").map((language) => [language, pattern])));
const NOT_CODE = new Set(["Markdown", "reStructuredText", "Text", "LaTeX", "JSON", null]);

function shorten(text, most) {
  const characters = Array.from(text.replace(/\s*(\*\/|-->)\s*$/, "").trim());
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
}

const found = [];
for (const line of readFileSync("texts.jsonl", "utf8").split("\n")) {
  if (line === "") continue;
  const file = JSON.parse(line);
  if (file.generated || NOT_CODE.has(file.language)) continue;
  const marker = BY_LANGUAGE.get(file.language) ?? SLASHES;
  file.text.split("\n").forEach((content, index) => {
    const match = content.length < 2000 && marker.exec(content);
    if (match) found.push({ marker: match[1], path: file.path, line: index + 1, text: shorten(match[2], 100) });
  });
}

const perFile = new Map();
for (const { path } of found) perFile.set(path, (perFile.get(path) ?? 0) + 1);

const count = (marker) => found.filter((one) => one.marker === marker).length;
const result = {
  total: found.length,
  by_marker: Object.fromEntries(["TODO", "FIXME", "HACK", "XXX"].map((marker) => [marker, count(marker)])),
  files: perFile.size,
  fullest: [...perFile].sort((a, b) => b[1] - a[1]).slice(0, 10).map(([path, markers]) => ({ path, markers })),
  first: found.slice(0, 25),
};
