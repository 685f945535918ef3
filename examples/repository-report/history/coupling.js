// Files that change together: pairs which share many commits, though nothing in the code may tie them.
// Commits that touch more than 30 files say little about any pair and are left out; pairs are sought among
// the 2,000 files that change most.
import { readFileSync } from "node:fs";

const readLines = (name) => readFileSync(name, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const MOST_FILES_A_COMMIT = 30;
const MOST_FILES = 2000;
const FEWEST_TOGETHER = 3;
const LEAST_DEGREE = 0.5;

const today = new Set(readLines("files.jsonl").filter((file) => !file.generated).map((file) => file.path));
const commits = readLines("commits.jsonl")
  .map((commit) => [...new Set(commit.files.map(([path]) => path).filter((path) => today.has(path)))])
  .filter((paths) => paths.length > 0 && paths.length <= MOST_FILES_A_COMMIT);

const changes = new Map();
for (const path of commits.flat()) changes.set(path, (changes.get(path) ?? 0) + 1);
const busiest = [...changes].filter(([, count]) => count >= FEWEST_TOGETHER).sort((a, b) => b[1] - a[1]).slice(0, MOST_FILES);
const indexOf = new Map(busiest.map(([path], index) => [path, index]));

const together = new Map();
for (const paths of commits) {
  const indexes = paths.map((path) => indexOf.get(path)).filter((index) => index !== undefined).sort((a, b) => a - b);
  for (let i = 0; i < indexes.length; i++) {
    for (let j = i + 1; j < indexes.length; j++) {
      const pair = indexes[i] * MOST_FILES + indexes[j];
      together.set(pair, (together.get(pair) ?? 0) + 1);
    }
  }
}

const pairs = [];
for (const [pair, count] of together) {
  const [[a, ofA], [b, ofB]] = [busiest[Math.floor(pair / MOST_FILES)], busiest[pair % MOST_FILES]];
  const degree = count / Math.min(ofA, ofB);
  if (count >= FEWEST_TOGETHER && degree >= LEAST_DEGREE) pairs.push({ a, b, together: count, degree });
}
pairs.sort((x, y) => y.together * y.degree - x.together * x.degree || (x.a + x.b < y.a + y.b ? -1 : 1));

const result = {
  commits_looked_at: commits.length,
  pairs: pairs.length,
  strongest: pairs.slice(0, 20),
  across_folders: pairs.filter(({ a, b }) => a.split("/")[0] !== b.split("/")[0]).length,
};
