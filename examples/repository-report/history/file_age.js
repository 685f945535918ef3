// How long files have been left alone, counted back from the newest commit.
import { readFileSync } from "node:fs";

const readLines = (name) => readFileSync(name, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const DAY = 86400;
const AGES = [
  { label: "30 days", upTo: 30 },
  { label: "90 days", upTo: 90 },
  { label: "1 year", upTo: 365 },
  { label: "2 years", upTo: 730 },
  { label: "longer", upTo: Infinity },
];

const lastTouched = new Map();
for (const { time, files } of readLines("commits.jsonl")) {
  for (const [path] of files) lastTouched.set(path, Math.max(time, lastTouched.get(path) ?? 0));
}

const newest = inputData.needs.history.last ?? 0;
const files = readLines("files.jsonl").filter((file) => lastTouched.has(file.path))
  .map(({ path }) => ({ path, days: Math.floor((newest - lastTouched.get(path)) / DAY) }))
  .sort((a, b) => b.days - a.days || (a.path < b.path ? -1 : 1));

const result = {
  files: files.length,
  not_in_history_read: inputData.needs.tree.files - files.length,
  median_days: files.length ? files[Math.floor(files.length / 2)].days : null,
  ages: AGES.map(({ label, upTo }, i) => ({
    label,
    files: files.filter(({ days }) => days <= upTo && days > (AGES[i - 1]?.upTo ?? -Infinity)).length,
  })),
  oldest: files.slice(0, 10),
};
