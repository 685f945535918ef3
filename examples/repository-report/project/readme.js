// Does the README help a newcomer? Its parts, and the relative links of all Markdown files that lead nowhere.
import { readFileSync } from "node:fs";
import { posix } from "node:path";

const readLines = (name) => readFileSync(name, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const texts = readLines("texts.jsonl").filter((file) => file.language === "Markdown" || /(^|\/)readme[^/]*$/i.test(file.path));
const paths = new Set(readLines("files.jsonl").map((file) => file.path));
for (const path of [...paths]) {                          // a link may also lead to a folder
  for (let folder = posix.dirname(path); folder !== "." && !paths.has(folder); folder = posix.dirname(folder)) paths.add(folder);
}

const PARTS = {
  "how to install": /install|getting started|set ?up|build|quick ?start/i,
  "how to use": /usage|use|example|quick ?start|tutorial|commands?/i,
  "how to contribute": /contribut|develop|hacking/i,
  "licence": /licen[cs]e/i,
};

const withoutCode = (text) => text.replace(/^(```|~~~)[^]*?^\1[^\n]*$/gm, "").replace(/`[^`\n]*`/g, "");

function linksOf(text) {
  const inline = withoutCode(text).matchAll(/(!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g);
  return [...inline].map(([, image, target]) => ({ image: image === "!", target }));
}

/** The path a relative link leads to, or null where it leads out of the repository or within the page. */
function pathOf(target, from) {
  const path = target.replace(/[?#].*$/s, "");
  if (path === "" || /^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith("//")) return null;
  let decoded = path;
  try { decoded = decodeURIComponent(path); } catch { /* a lone percent sign stands for itself */ }
  const joined = decoded.startsWith("/") ? posix.normalize(decoded.slice(1)) : posix.join(posix.dirname(from), decoded);
  return joined.startsWith("..") ? null : joined.replace(/\/$/, "");
}

const broken = texts.flatMap(({ path, text }) => linksOf(text)
  .map(({ target }) => ({ path, target, leadsTo: pathOf(target, path) }))
  .filter(({ leadsTo }) => leadsTo !== null && leadsTo !== "." && leadsTo !== "" && !paths.has(leadsTo)));

const readme = texts.filter(({ path }) => /^(docs\/|\.github\/)?readme[^/]*$/i.test(path)).sort((a, b) => a.path.length - b.path.length)[0];

function describe({ path, text }) {
  const headings = [...withoutCode(text).matchAll(/^(?:#{1,6}\s+(.+)|(.+)\n(?:={3,}|-{3,})\s*)$/gm)]
    .map(([, hashed, underlined]) => hashed ?? underlined);
  const links = linksOf(text);
  return {
    path,
    words: withoutCode(text).split(/\s+/).filter(Boolean).length,
    headings: headings.length,
    code_blocks: Math.floor((text.match(/^(```|~~~)/gm)?.length ?? 0) / 2),
    images: links.filter(({ image }) => image).length,
    links: links.filter(({ image }) => !image).length,
    has: Object.fromEntries(Object.entries(PARTS).map(([part, pattern]) => [part, headings.some((heading) => pattern.test(heading))])),
  };
}

const result = {
  readme: readme ? describe(readme) : null,
  markdown_files: texts.filter((file) => file.language === "Markdown").length,
  broken_links: broken.length,
  broken: broken.slice(0, 20).map(({ path, target }) => ({ path, target })),
};
