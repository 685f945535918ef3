// How much of the code is tests: files that are tests by their place or name, their lines, and the cases they hold.
// What the tests reach is not measured; that takes running them.
import { readFileSync } from "node:fs";

type Text = { path: string; language: string | null; generated: boolean; text: string };
type Side = { files: number; lines: number };
type Balance = { language: string; tests: Side; code: Side };

const LANGUAGES = new Set(["Python", "JavaScript", "TypeScript", "C#", "C", "C++", "Java", "Kotlin", "Go", "Rust", "Swift", "Ruby",
  "PHP", "Scala", "Dart", "Elixir", "F#", "Shell"]);
const TEST_PLACE = /(^|\/)(tests?|specs?|__tests__|testing|[^/]*\.tests?)\//i;
const TEST_NAME = /(^|\/)(test_[^/]+|[^/]+[_.-](test|tests|spec)|[^/]*Tests?)\.[^./]+$/;
const CASE: Record<string, RegExp> = {
  "Python": /^\s*(?:async\s+)?def\s+test_?\w*/gm,
  "JavaScript": /(?:^|[\s.])(?:it|test)(?:\.\w+)*\(\s*["'`]/gm,
  "TypeScript": /(?:^|[\s.])(?:it|test)(?:\.\w+)*\(\s*["'`]/gm,
  "C#": /\[(?:Fact|Theory|Test|TestCase|TestMethod|Property)\b/g,
  "F#": /\[<(?:Fact|Theory|Test|Property)\b/g,
  "Java": /@(?:Parameterized)?Test\b/g,
  "Kotlin": /@(?:Parameterized)?Test\b/g,
  "Go": /^func\s+(?:Test|Fuzz)\w+\(/gm,
  "Rust": /#\[(?:\w+::)?test\b/g,
  "Ruby": /^\s*(?:it|test)\s+["']/gm,
  "PHP": /function\s+test\w+\(/g,
  "Shell": /^\s*@test\s/gm,
  "Swift": /func\s+test\w+\(/g,
};

function linesOf(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

const balances = new Map<string, Balance>();
let cases = 0;
for (const line of readFileSync("texts.jsonl", "utf8").split("\n")) {
  if (line === "") continue;
  const { path, language, generated, text } = JSON.parse(line) as Text;
  if (generated || language === null || !LANGUAGES.has(language)) continue;

  const found = CASE[language] ? text.match(CASE[language])?.length ?? 0 : 0;
  const isTest = TEST_PLACE.test(path) || TEST_NAME.test(path);
  const empty = (): Side => ({ files: 0, lines: 0 });
  const balance = balances.get(language) ?? { language, tests: empty(), code: empty() };
  const side = isTest ? balance.tests : balance.code;
  side.files++;
  side.lines += linesOf(text);
  balances.set(language, balance);
  if (isTest || language === "Rust") cases += found;            // Rust keeps its tests beside the code
}

const languages = [...balances.values()].sort((a, b) => b.code.lines + b.tests.lines - a.code.lines - a.tests.lines);
const total = (pick: (balance: Balance) => number): number => languages.reduce((sum, balance) => sum + pick(balance), 0);
const codeLines = total((balance) => balance.code.lines);

const result = {
  languages,
  test_files: total((balance) => balance.tests.files),
  test_lines: total((balance) => balance.tests.lines),
  code_lines: codeLines,
  test_lines_per_code_line: codeLines ? total((balance) => balance.tests.lines) / codeLines : null,
  cases,
};
