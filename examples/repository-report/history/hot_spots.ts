// Hot spots: code that is both hard and often changed is where the next defect is likeliest.
// The heat of a file is its commits times its decision points.
import { readFileSync } from "node:fs";

type Commit = { files: [path: string, added: number | null, deleted: number | null][] };
type Complexity = { path: string; language: string; lines: number; functions: number; decisions: number; worst: number };
type HotSpot = Complexity & { commits: number; heat: number };

if (!inputData.needs.complexity) throw new Error("Hot spots cannot be found: the atom 'complexity' has no result.");

function readLines<Row>(name: string): Row[] {
  return readFileSync(name, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Row);
}

const commits = new Map<string, number>();
for (const { files } of readLines<Commit>("commits.jsonl")) {
  for (const [path] of files) commits.set(path, (commits.get(path) ?? 0) + 1);
}

const spots: HotSpot[] = readLines<Complexity>("complexity.jsonl")
  .map((file) => ({ ...file, commits: commits.get(file.path) ?? 0 }))
  .map((file) => ({ ...file, heat: file.commits * file.decisions }))
  .filter((file) => file.heat > 0)
  .sort((a, b) => b.heat - a.heat || a.path.localeCompare(b.path));

const heat: number = spots.reduce((sum, spot) => sum + spot.heat, 0);
let half = 0;
let sum = 0;
while (sum < heat / 2) sum += spots[half++].heat;

const result = {
  files: spots.length,
  half_of_the_heat_is_in: half,
  hottest: spots.slice(0, 15).map((spot) => ({ ...spot, share: spot.heat / heat })),
};
