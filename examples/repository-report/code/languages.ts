// What the tree is made of: files and bytes by language and by folder at the top.
// The language follows from the name, else from the first line; what is generated or vendored is counted apart.
import { readFileSync } from "node:fs";

type File = { path: string; kind: "file" | "symlink" | "submodule"; bytes: number; language: string | null; generated: boolean };
type Sum = { files: number; bytes: number };

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string, bytesOf: (row: Row) => number): Map<string, Sum> {
  const groups = new Map<string, Sum>();
  for (const row of rows) {
    const sum = groups.get(keyOf(row)) ?? { files: 0, bytes: 0 };
    groups.set(keyOf(row), { files: sum.files + 1, bytes: sum.bytes + bytesOf(row) });
  }
  return groups;
}

function largestFirst<Name extends string>(groups: Map<string, Sum>, name: Name, limit: number) {
  return [...groups]
    .sort((a, b) => b[1].bytes - a[1].bytes || a[0].localeCompare(b[0]))
    .slice(0, limit)
    .map(([key, sum]) => ({ [name]: key, ...sum }));
}

function readLines<Row>(name: string): Row[] {
  return readFileSync(name, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Row);
}

const byContent = new Map(readLines<File>("texts.jsonl").map((text) => [text.path, text.language]));
const files: File[] = readLines<File>("files.jsonl")
  .filter((file) => file.kind === "file")
  .map((file) => ({ ...file, language: file.language ?? byContent.get(file.path) ?? null }));
const byHand = files.filter((file) => !file.generated);
const unknown = byHand.filter((file) => file.language === null);
const extensionOf = ({ path }: File) => /[^/](\.[^./]+)$/.exec(path)?.[1].toLowerCase() ?? "(none)";
const areaOf = ({ path }: File) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "(top)");
const bytesOf = ({ bytes }: File) => bytes;

const result = {
  languages: largestFirst(groupBy(byHand.filter((file) => file.language), (file) => file.language!, bytesOf), "language", 40),
  unknown: { files: unknown.length, extensions: largestFirst(groupBy(unknown, extensionOf, bytesOf), "extension", 15) },
  generated: { files: files.length - byHand.length, bytes: files.reduce((sum, file) => sum + (file.generated ? file.bytes : 0), 0) },
  areas: largestFirst(groupBy(files, areaOf, bytesOf), "area", 40),
  deepest: files.reduce((depth, { path }) => Math.max(depth, path.split("/").length - 1), 0),
};
