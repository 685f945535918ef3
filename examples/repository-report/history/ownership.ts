// Who knows which part: for every folder at the top, the people who added the most lines to what is there today.
import { readFileSync } from "node:fs";

type File = { path: string; generated: boolean };
type Commit = { author: string; files: [path: string, added: number | null, deleted: number | null][] };
type Share = { name: string; share: number };

const MOST_AREAS = 40;

function readLines<Row>(name: string): Row[] {
  return readFileSync(name, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Row);
}

function areaOf(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? "(top)" : path.slice(0, slash);
}

class Tally<Key> {
  private readonly counts = new Map<Key, number>();
  constructor(public total = 0) {}

  add(key: Key, amount: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + amount);
    this.total += amount;
  }

  largest(limit: number): [Key, number][] {
    return [...this.counts].sort((a, b) => b[1] - a[1]).slice(0, limit);
  }

  get size(): number {
    return this.counts.size;
  }
}

const today = new Set(readLines<File>("files.jsonl").filter((file) => !file.generated).map((file) => file.path));
const areas = new Map<string, Tally<string>>();
for (const commit of readLines<Commit>("commits.jsonl")) {
  for (const [path, added] of commit.files) {
    if (!added || !today.has(path)) continue;
    const area = areaOf(path);
    if (!areas.has(area)) areas.set(area, new Tally<string>());
    areas.get(area)!.add(commit.author, added);
  }
}

const result = {
  areas: [...areas]
    .sort((a, b) => b[1].total - a[1].total)
    .slice(0, MOST_AREAS)
    .map(([area, authors]) => ({
      area,
      lines_added: authors.total,
      people: authors.size,
      top: authors.largest(3).map(([name, lines]): Share => ({ name, share: lines / authors.total })),
    })),
};
