// Complexity of all languages together: the functions that decide most, and a summary a file in complexity.jsonl.
// A file of functions up to 10 is easy to test, above 10 wants care, above 20 wants to be split.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const CARE = 10;
const SPLIT = 20;

// Each of the two measurements may be missing: its atom is not critical.
const files = ["python.jsonl", "braces.jsonl"].filter((name) => existsSync(name))
  .flatMap((name) => readFileSync(name, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)));
const functions = files.flatMap((file) => file.functions.map((one) => ({ path: file.path, language: file.language, ...one })));

writeFileSync("complexity.jsonl", files.map((file) => JSON.stringify({
  path: file.path,
  language: file.language,
  lines: file.lines,
  functions: file.functions.length,
  decisions: file.decisions,
  worst: file.functions.reduce((worst, { complexity }) => Math.max(worst, complexity), 0),
}) + "\n").join(""));

function percentile(values, share) {
  const ranked = [...values].sort((a, b) => a - b);
  return ranked.length ? ranked[Math.max(0, Math.ceil(ranked.length * share) - 1)] : null;
}

function summary(group) {
  const complexities = group.map(({ complexity }) => complexity);
  return {
    functions: group.length,
    median_lines: percentile(group.map(({ lines }) => lines), 0.5),
    p50: percentile(complexities, 0.5),
    p90: percentile(complexities, 0.9),
    highest: percentile(complexities, 1),
    want_care: complexities.filter((complexity) => complexity > CARE).length,
    want_splitting: complexities.filter((complexity) => complexity > SPLIT).length,
  };
}

const languages = [...new Set(functions.map(({ language }) => language))].sort();
const result = {
  files: files.length,
  all: summary(functions),
  languages: languages.map((language) => ({ language, ...summary(functions.filter((one) => one.language === language)) })),
  most_complex: functions.sort((a, b) => b.complexity - a.complexity || b.lines - a.lines || (a.path < b.path ? -1 : 1)).slice(0, 15),
  longest: [...functions].sort((a, b) => b.lines - a.lines).slice(0, 5),
};
