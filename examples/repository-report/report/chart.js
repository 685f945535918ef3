// Draws chart.svg: commits over time, the week by hours, and code by language. Plain SVG without scripts or fonts of its
// own, readable on light and dark pages.
import { writeFileSync } from "node:fs";

const { repository, timeline, cadence, lines } = inputData.needs;
const WIDTH = 960;
const MARGIN = 24;
const PANEL_WIDTH = (WIDTH - 3 * MARGIN) / 2;
const PALETTE = ["#2f6fde", "#e0762b", "#2a9d6f", "#c2407f", "#8662d6", "#b59a1b", "#3aa6b9", "#8a8f98"];

const escapeXml = (text) => String(text)
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "\ufffd")
  .toWellFormed()
  .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const shorten = (text, most) => (Array.from(text).length > most ? `${Array.from(text).slice(0, most - 1).join("")}…` : text);
const number = (value) => Number(value.toFixed(2));
const thousands = (value) => value.toLocaleString("en");

function rect({ x, y, width, height, fill, title, opacity = 1, radius = 1.5 }) {
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="${radius}" fill="${fill}"` +
    `${opacity < 1 ? ` fill-opacity="${number(opacity)}"` : ""}>${title ? `<title>${escapeXml(title)}</title>` : ""}</rect>`;
}

function label(x, y, text, { anchor = "start", kind = "small" } = {}) {
  return `<text x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" class="${kind}">${escapeXml(text)}</text>`;
}

function panel(x, y, width, title, content) {
  const body = content ?? label(0, 48, "Nothing to show.");
  return `<g transform="translate(${number(x)} ${number(y)})"><text class="heading" y="12">${escapeXml(title)}</text>${body}</g>`;
}

function commitsOverTime(width, height) {
  const bars = timeline?.bars ?? [];
  if (bars.length === 0) return null;
  const most = Math.max(...bars.map((bar) => bar.commits));
  const [top, bottom] = [30, height - 20];
  const step = width / bars.length;
  const barWidth = Math.min(40, Math.max(0.8, step * 0.8));
  const scale = (bottom - top) / most;
  const drawn = bars.map((bar, i) => bar.commits > 0 && rect({
    x: i * step + (step - barWidth) / 2,
    y: bottom - bar.commits * scale,
    width: barWidth,
    height: bar.commits * scale,
    fill: PALETTE[0],
    title: `${bar.label}: ${thousands(bar.commits)} commits, ${bar.people} people`,
  })).filter(Boolean);
  return [
    `<line class="rule" x1="0" x2="${number(width)}" y1="${number(bottom)}" y2="${number(bottom)}"/>`,
    `<line class="rule faint" x1="0" x2="${number(width)}" y1="${top}" y2="${top}"/>`,
    label(width, top - 5, `most: ${thousands(most)}`, { anchor: "end" }),
    ...drawn,
    ...(bars.length === 1
      ? [label(width / 2, height - 4, bars[0].label, { anchor: "middle" })]
      : [label(0, height - 4, bars[0].label), label(width, height - 4, bars.at(-1).label, { anchor: "end" })]),
  ].join("");
}

function week(width) {
  const most = Math.max(0, ...(cadence?.grid ?? []).flat());
  if (most === 0) return null;
  const [left, top] = [34, 26];
  const cell = (width - left) / 24;
  const cells = cadence.grid.flatMap((hours, day) => hours.map((commits, hour) => rect({
    x: left + hour * cell + 1,
    y: top + day * cell + 1,
    width: cell - 2,
    height: cell - 2,
    radius: 2.5,
    fill: commits ? PALETTE[2] : "var(--empty)",
    opacity: commits ? 0.2 + 0.8 * Math.sqrt(commits / most) : 1,
    title: `${cadence.days[day]} ${hour}:00: ${thousands(commits)} commits`,
  })));
  const days = cadence.days.map((day, i) => label(left - 6, top + (i + 0.5) * cell + 4, day.slice(0, 3), { anchor: "end" }));
  const hours = [0, 6, 12, 18].map((hour) => label(left + hour * cell + 1, top + 7 * cell + 14, `${hour}:00`));
  return [...cells, ...days, ...hours].join("");
}

function codeByLanguage(width) {
  const languages = (lines?.languages ?? []).filter((language) => language.code > 0).slice(0, 8);
  if (languages.length === 0) return null;
  const [left, top, step] = [112, 30, 20.5];
  const most = languages[0].code;
  return languages.map((language, i) => {
    const y = top + i * step;
    const length = Math.max(1, (language.code / most) * (width - left - 70));
    const title = `${language.language}: ${thousands(language.code)} lines of code in ${thousands(language.files)} files`;
    return label(left - 8, y + 10, shorten(language.language, 16), { anchor: "end" }) +
      rect({ x: left, y, width: length, height: 13, fill: PALETTE[i], title }) +
      label(left + length + 6, y + 10, thousands(language.code));
  }).join("");
}

const title = `${shorten(repository.name, 60)}: history and code`;
writeFileSync("chart.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} 430" role="img" aria-labelledby="title">
<title id="title">${escapeXml(title)}</title>
<style>
  svg { --ink: #1f2328; --soft: #59636e; --empty: #eaeef2; --paper: #ffffff; font-family: system-ui, -apple-system, "Segoe UI", sans-serif; }
  @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --soft: #9198a1; --empty: #262c36; --paper: #0d1117; } }
  .paper { fill: var(--paper); }
  .heading { font-size: 14px; font-weight: 600; fill: var(--ink); }
  .small { font-size: 11px; fill: var(--soft); }
  .rule { stroke: var(--soft); stroke-width: 1; }
  .faint { stroke-opacity: 0.25; }
</style>
<rect class="paper" width="${WIDTH}" height="430" rx="8"/>
${panel(MARGIN, 20, WIDTH - 2 * MARGIN, `Commits a ${timeline?.unit ?? "day"}`, commitsOverTime(WIDTH - 2 * MARGIN, 170))}
${panel(MARGIN, 222, PANEL_WIDTH, "Commits by weekday and hour, on the author's clock", week(PANEL_WIDTH))}
${panel(2 * MARGIN + PANEL_WIDTH, 222, PANEL_WIDTH, "Lines of code by language", codeByLanguage(PANEL_WIDTH))}
</svg>
`);

const result = {
  commits_over_time: (timeline?.bars.length ?? 0) > 0,
  week: (cadence?.grid ?? []).flat().some((commits) => commits > 0),
  code_by_language: (lines?.languages ?? []).some((language) => language.code > 0),
};
