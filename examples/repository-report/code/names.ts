// File names that make trouble somewhere: on another operating system, in a shell, in a URL.
import { readFileSync } from "node:fs";

enum Trouble {
  Control = "control characters",
  Space = "spaces",
  NotAscii = "characters beyond ASCII",
  Windows = "not allowed on Windows",
  Case = "differ only in case",
  Long = "longer than 200 characters",
}

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const ALLOWED_NOWHERE_ON_WINDOWS = /[<>:"\\|?*]|[. ]$/;

const CHECKS: [Trouble, (path: string) => boolean][] = [
  [Trouble.Control, (path) => /[\u0000-\u001f\u007f]/.test(path)],
  [Trouble.Space, (path) => path.includes(" ")],
  [Trouble.NotAscii, (path) => /[^\u0000-\u007f]/.test(path)],
  [Trouble.Windows, (path) => path.split("/").some((part) => RESERVED.test(part) || ALLOWED_NOWHERE_ON_WINDOWS.test(part))],
  [Trouble.Long, (path) => path.length > 200],
];

const paths: string[] = readFileSync("files.jsonl", "utf8").split("\n").filter(Boolean)
  .map((line) => (JSON.parse(line) as { path: string }).path);
const found = new Map<Trouble, string[]>(CHECKS.map(([trouble, has]) => [trouble, paths.filter(has)]));

const spellings = new Map<string, string[]>();
for (const path of paths) {
  const folded = path.toLowerCase();
  if (!spellings.has(folded)) spellings.set(folded, []);
  spellings.get(folded)!.push(path);
}
found.set(Trouble.Case, [...spellings.values()].filter((same) => same.length > 1).flat());

const result = {
  files: paths.length,
  longest: paths.reduce((longest, path) => Math.max(longest, path.length), 0),
  troubles: [...found]
    .filter(([, names]) => names.length > 0)
    .map(([trouble, names]) => ({ trouble, files: names.length, examples: names.slice(0, 5) })),
};
