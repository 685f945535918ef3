// What makes the checkout heavy: the largest files, and how much of it is binary.
import { readFileSync } from "node:fs";

const LARGE_BYTES = 1024 * 1024;
const files = readFileSync("files.jsonl", "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const largestFirst = [...files].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
const bytes = files.reduce((sum, file) => sum + file.bytes, 0);

const result = {
  bytes,
  large: files.filter((file) => file.bytes >= LARGE_BYTES).length,
  empty: files.filter((file) => file.kind === "file" && file.bytes === 0).length,
  largest: largestFirst.slice(0, 15).map((file) => ({ path: file.path, bytes: file.bytes, share: bytes ? file.bytes / bytes : 0 })),
  half_of_the_bytes_are_in: halfOf(largestFirst, bytes),
  binaries: inputData.needs.texts.binaries,
};

/** How many of the largest files hold half of all bytes. */
function halfOf(sorted, total) {
  let sum = 0;
  let count = 0;
  while (sum < total / 2) sum += sorted[count++].bytes;
  return count;
}
