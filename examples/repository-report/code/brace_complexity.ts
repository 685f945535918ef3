// Complexity of languages with braces: one, plus every decision a function takes. One line of JSON a file in braces.jsonl.
//
// This is no parser. Comments and the contents of strings are blanked out, then a stack of braces tells which function a
// decision belongs to. Bodies without braces (x => x + 1) count towards what surrounds them, arms of a pattern match count
// only where they say `case`, a template literal is one string, and macros are taken as they stand. Good enough to rank
// functions, not to certify them.
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

enum Block { Function, Other }

interface Text { path: string; language: string; generated: boolean; text: string }
interface Measured { name: string; line: number; lines: number; complexity: number }
interface Open { kind: Block; name: string; line: number; decisions: number; roundOutside: number }

const LANGUAGES = new Set(["JavaScript", "TypeScript", "C#", "C", "C++", "Java", "Kotlin", "Go", "Rust", "Swift", "Scala", "Dart",
  "PHP", "Zig"]);
const SCRIPTS = new Set(["JavaScript", "TypeScript"]);
const BACKTICK_STRINGS = new Set(["JavaScript", "TypeScript", "Go"]);
const APOSTROPHE_STRINGS = new Set(["JavaScript", "TypeScript", "PHP", "Dart"]);
const STRINGS_ACROSS_LINES = new Set(["Rust", "PHP"]);
const WITH_LAMBDAS = new Set(["JavaScript", "TypeScript", "C#", "Java"]);

const DECISION = /(?<![#.\w$])(?:if|for|foreach|while|case|catch|guard)\b|&&|\|\||\?\?|(?<=\s)\?(?=\s)/g;
const CONTROL = new RegExp("^[\\s}]*(?:else\\s+)?(?:if|for|foreach|while|switch|catch|using|lock|fixed|return|else|do|try|synchronized" +
  "|when|with|match|unsafe|select|loop|case|default)\\b");
const TYPE = /\b(?:class|struct|interface|enum|record|namespace|trait|impl|object|module|extension|protocol|union|mod|new)\b/;
const FUNCTION_LITERAL = /\b(?:function\b\s*\*?\s*([\w$]*)|func)\s*\([^()]*\)[^()=]*$/;
const LAMBDA = /(?:([A-Za-z_$][\w$]*)\s*(?::[^=]*=|=|:)\s*)?(?:async\s+)?(?:\([^()]*\)|[A-Za-z_$][\w$]*)\s*(?::[^=>]*)?(?:=>|->)\s*$/;
const GO_METHOD = /\bfunc\s*\([^()]*\)\s*(\w+)\s*(?:\[[^\]]*\])?\s*\(/;
const CALLABLE = /([A-Za-z_$~#][\w$]*)\s*(?:<[^()]*>|\[[^\[\]()]*\])?\s*\(/;
const ATTRIBUTES = /^\s*(?:#?\[[^\]]*\]\s*)+|@[\w.]+(?:\([^()]*\))?/g;

/** Where the comment that starts at i ends, or i when none starts there. */
function endOfComment(text: string, i: number, language: string): number {
  if (text.startsWith("/*", i)) return endOf(text, "*/", i + 2);
  if (text.startsWith("//", i) || (language === "PHP" && text[i] === "#")) {
    const end = text.indexOf("\n", i);
    return end < 0 ? text.length : end;
  }
  return i;
}

/** Where the string, character or regular expression that starts at i ends, or i when none starts there. */
function endOfLiteral(text: string, i: number, language: string, before: string): number {
  const c = text[i];
  if (text.startsWith('"""', i)) return endOf(text, '"""', i + 3);
  if (c === '"' && language === "C#" && /@\$?$/.test(text.slice(Math.max(0, i - 2), i))) return endOfVerbatim(text, i + 1);
  if (c === '"') return endOfQuoted(text, i + 1, '"', STRINGS_ACROSS_LINES.has(language));
  if (c === "`" && BACKTICK_STRINGS.has(language)) return endOfQuoted(text, i + 1, "`", true);
  if (c === "'" && APOSTROPHE_STRINGS.has(language)) return endOfQuoted(text, i + 1, "'", STRINGS_ACROSS_LINES.has(language));
  if (c === "'") return i + (/^'(?:\\[^\n]{1,9}?|[^\\'\n]{1,2})'/.exec(text.slice(i, i + 13))?.[0].length ?? 0);    // not Rust's 'lifetime
  const expectsValue = () => /^$|[(,=:[!&|?{};>+]$/.test(before) || /\breturn\s*$/.test(text.slice(Math.max(0, i - 8), i));
  if (c === "/" && SCRIPTS.has(language) && expectsValue()) {
    return i + (/^\/(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/.exec(text.slice(i, i + 2000))?.[0].length ?? 0);
  }
  return i;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function endOfQuoted(text: string, from: number, quote: string, acrossLines: boolean): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return i + 1;
    else if (text[i] === "\n" && !acrossLines) return i;
  }
  return text.length;
}

/** In C#'s @"…" a quote is written twice, and a backslash is only a backslash. */
function endOfVerbatim(text: string, from: number): number {
  let i = from;
  while (i < text.length && (text[i] !== '"' || text[i + 1] === '"')) i += text[i] === '"' ? 2 : 1;
  return i + 1;
}

/** The code with comments and the contents of strings replaced by blanks, line breaks kept. */
function withoutCommentsAndStrings({ text, language }: Text): string {
  const kept: string[] = [];
  let before = "";                              // the last character of code; it tells a regular expression from a division
  for (let i = 0; i < text.length;) {
    const comment = endOfComment(text, i, language);
    const end = comment > i ? comment : endOfLiteral(text, i, language, before);
    if (end > i) {
      kept.push(text.slice(i, end).replace(/[^\n]/g, " "));
      if (comment === i) before = '"';
      i = end;
    } else {
      kept.push(text[i]);
      if (text[i].trim()) before = text[i];
      i++;
    }
  }
  return kept.join("");
}

/** What the brace after this header opens; `round` is how many parentheses are open before the brace. */
function blockOf(header: string, round: number, language: string): { kind: Block; name: string } {
  const other = { kind: Block.Other, name: "" };
  const named = (name: string | undefined) => ({ kind: Block.Function, name: name || "(anonymous)" });

  const goMethod = GO_METHOD.exec(header);
  if (goMethod) return named(goMethod[1]);
  const literal = FUNCTION_LITERAL.exec(header);
  if (literal) return named(literal[1]);
  if (/(?:=>|->)\s*$/.test(header)) {
    const lambda = WITH_LAMBDAS.has(language) && !/\b(?:case|default)\b/.test(header) && LAMBDA.exec(header);
    return lambda ? named(lambda[1]) : other;
  }

  const plain = header.replace(ATTRIBUTES, " ");
  const beforeArguments = plain.slice(0, Math.max(0, plain.indexOf("(")));
  if (round > 0 || beforeArguments === "" || CONTROL.test(plain)) return other;
  if (language !== "C" && TYPE.test(beforeArguments)) return other;
  if (beforeArguments.includes("=") && !beforeArguments.includes("operator")) return other;
  return /\)[^()|=+]*$/.test(plain) ? named(CALLABLE.exec(plain)?.[1]) : other;
}

function measure(code: string, language: string): { functions: Measured[]; decisions: number } {
  const functions: Measured[] = [];
  const open: Open[] = [];
  let decisions = 0;
  let line = 1;
  let round = 0;                                // how many ( are open: a semicolon between them ends no header
  let header = { start: 0, line: 1 };

  const endHeader = (end: number): string => {
    const text = code.slice(header.start, end);
    const found = text.match(DECISION)?.length ?? 0;
    const owner = open.findLast((block) => block.kind === Block.Function);
    decisions += found;
    if (owner) owner.decisions += found;
    return text;
  };

  for (let i = 0; i < code.length; i++) {
    const c = code[i];
    if (c === "\n") line++;
    else if (c === "(") round++;
    else if (c === ")") round = Math.max(0, round - 1);
    else if (c === "{") {
      const block = blockOf(endHeader(i).slice(-600), round, language);
      open.push({ ...block, line: header.line, decisions: 0, roundOutside: round });
      round = 0;
    } else if (c === "}") {
      endHeader(i);
      const block = open.pop();
      round = block?.roundOutside ?? 0;
      if (block?.kind === Block.Function) {
        functions.push({ name: block.name, line: block.line, lines: line - block.line + 1, complexity: block.decisions + 1 });
      }
    } else if (c === ";" && round === 0) endHeader(i);

    const ended = c === "{" || c === "}" || (c === ";" && round === 0);
    const notBegun = header.start === i && c.trim() === "";
    if (ended || notBegun) header = { start: i + 1, line };
  }
  endHeader(code.length);
  return { functions, decisions };
}

const output = openSync("braces.jsonl", "w");
let files = 0;
for (const line of readFileSync("texts.jsonl", "utf8").split("\n")) {
  if (line === "") continue;
  const file = JSON.parse(line) as Text;
  if (file.generated || !LANGUAGES.has(file.language)) continue;
  const measured = measure(withoutCommentsAndStrings(file), file.language);
  const lines = file.text.split("\n").length - 1;
  writeSync(output, JSON.stringify({ path: file.path, language: file.language, lines, ...measured }) + "\n");
  files++;
}
closeSync(output);

const result = { files };
