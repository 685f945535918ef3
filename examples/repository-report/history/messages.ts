// How well commits explain themselves: length, form and content of their messages. Merges are left out.
import { readFileSync } from "node:fs";

type Commit = { id: string; parents: number; subject: string; body: string };

const LONGEST_SUBJECT = 72;
const CONVENTIONAL = /^(build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(\([^)]*\))?!?: /;
const AREA = /^[\w./ -]{1,30}: /;
const VAGUE = new RegExp("^(\\.+|wip|te?mp|fix(es|ed)?|bug ?fix(es)?|updated?|updates|changes?|misc|stuff|cleanup|minor" +
  "|tweaks?|commit|save|test|asdf+)[.!\\s]*$", "i");
// A first word in another mood than "add" or "fix" ends like "added", "adding" or "adds". These only look like it.
const IMPERATIVE_ALL_THE_SAME = new Set(("embed need seed shed speed feed bring string ring process pass address access focus express" +
  " bypass discuss press compress guess suppress").split(" "));

function percentile(values: readonly number[], share: number): number | null {
  const ranked = [...values].sort((a, b) => a - b);
  return ranked.length ? ranked[Math.max(0, Math.ceil(ranked.length * share) - 1)] : null;
}

function firstWord(subject: string): string {
  return /[A-Za-z]+/.exec(subject.replace(CONVENTIONAL, "").replace(AREA, ""))?.[0] ?? "";
}

function isImperative(word: string): boolean {
  return IMPERATIVE_ALL_THE_SAME.has(word) || !/(?:ed|ing|s)$/.test(word);
}

function mostCommon(words: readonly string[], limit: number): { word: string; times: number }[] {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, limit).map(([word, count]) => ({ word, times: count }));
}

const commits: Commit[] = readFileSync("commits.jsonl", "utf8").split("\n").filter(Boolean)
  .map((line) => JSON.parse(line) as Commit)
  .filter((commit) => commit.parents < 2);
const share = (isWanted: (commit: Commit) => boolean): number | null =>
  commits.length ? commits.filter(isWanted).length / commits.length : null;
const lengths = commits.map((commit) => Array.from(commit.subject).length);
const words = commits.map((commit) => firstWord(commit.subject).toLowerCase()).filter(Boolean);
const vague = commits.filter((commit) => commit.subject === "" || VAGUE.test(commit.subject));

const result = {
  commits: commits.length,
  subject_length: { p50: percentile(lengths, 0.5), p90: percentile(lengths, 0.9), longest: percentile(lengths, 1) },
  too_long_share: share((commit) => Array.from(commit.subject).length > LONGEST_SUBJECT),
  with_body_share: share((commit) => commit.body !== ""),
  conventional_share: share((commit) => CONVENTIONAL.test(commit.subject)),
  area_share: share((commit) => AREA.test(commit.subject)),
  imperative_share: words.length ? words.filter(isImperative).length / words.length : null,
  first_words: mostCommon(words, 10),
  vague: vague.length,
  vague_examples: vague.slice(0, 8).map(({ id, subject }) => ({ id: id.slice(0, 10), subject })),
};
