"use strict";
// Everything the run said is put in as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const { run, stats, details, errors } = data;
const $ = id => document.getElementById(id);
const details_of = new Map(details.map(detail => [detail.key, detail]));
const stats_of = new Map(stats.atoms.map(atom => [atom.key, atom]));

function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return made;
}
function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// ---- words ----
const count = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
const words = text => text.replaceAll("_", " ");
const percent = share => `${(share * 100).toFixed(share === 1 ? 0 : 1)} %`;
function took(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms < 1000) return `${ms < 10 ? +ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 60000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3600000) return `${Math.floor(ms / 60000)} min ${String(Math.floor(ms / 1000) % 60).padStart(2, "0")} s`;
  return `${Math.floor(ms / 3600000)} h ${String(Math.floor(ms / 60000) % 60).padStart(2, "0")} min`;
}
function bytes(value) {
  if (value === null || value === undefined) return "–";
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  while (value >= 1024 && at < units.length - 1) { value /= 1024; at++; }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}
// Colours of terminals are taken out, and other control characters are shown as what they are: nothing to see.
const plain = text => text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, "").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "\ufffd").replace(/\r\n?/g, "\n");
const colour_of = conclusion => ({ succeeded: "ok", failed: "bad", skipped: "skipped", cancelled: "cut" })[conclusion] ?? "open";
const state_of = atom => atom.conclusion ?? atom.progress;

// ---- head ----
function tile(name, value, small, colour) {
  return el("div", {}, el("dt", {}, name), el("dd", colour ? { class: colour } : {}, value, small ? el("small", {}, " " + small) : null));
}
function drawHead() {
  const s = run.summary, numbers = stats.system.numbers;
  const started = run.started_at ? new Date(run.started_at).toLocaleString() : "not started";
  $("facts").append("This run ", el("b", { class: colour_of(run.status === "completed" ? "succeeded" : run.status) }, run.status),
    `, started ${started}, took ${took(run.duration_ms)}, schedule ${run.schedule}${stats.jobs ? `, ${count(stats.jobs, "job")} at a time` : ""}. `,
    el("span", {}, s.stop_reason ?? ""));
  $("tiles").append(
    tile("Succeeded", s.succeeded.toLocaleString("en"), `of ${count(s.total, "atom")}`, "ok"),
    tile("Success rate", percent(s.success_rate)),
    tile("Failed", s.failed.toLocaleString("en"), "", s.failed ? "bad" : ""),
    tile("Skipped", s.skipped.toLocaleString("en"), s.cancelled ? `and ${s.cancelled} cancelled` : "", s.skipped ? "skipped" : ""),
    ...(s.open ? [tile("Open", s.open.toLocaleString("en"), "", "open")] : []),
    ...(s.inherited ? [tile("Taken over", s.inherited.toLocaleString("en"), "from earlier runs")] : []),
    tile("Attempts", numbers.attempts.toLocaleString("en"), `${count(numbers.retries, "retry").replace("retrys", "retries")}, ${count(numbers.repairs, "repair")}`),
    tile("Side by side", numbers.parallelism.toFixed(1), `peak ${stats.system.peak_parallelism}`),
    tile("Processor time", took(numbers.cpu_ms)),
    tile("Memory", bytes(numbers.memory?.peak_bytes), numbers.memory ? `peak; ${bytes(numbers.memory.avg_bytes)} on average` : ""));
}

// ---- timeline: a bar for each attempt, in the first row that is free ----
const most_bars = 5000;
// An attempt is noted before there is room for its process; what is drawn is when that ran, where somebody saw it end.
function timesOf(attempt) {
  const noted = Date.parse(attempt.started_at), to = attempt.ended_at ? Math.max(Date.parse(attempt.ended_at), noted) : null;
  return { from: to === null || attempt.outcome === "interrupted" ? noted : to - attempt.duration_ms, to };
}
function attemptBars() {
  const bars = [];
  for (const atom of run.atoms)
    for (const attempt of details_of.get(atom.key).attempts)
      bars.push({ atom, attempt, ...timesOf(attempt) });
  bars.sort((a, b) => a.from - b.from);
  const end = Math.max(...bars.map(bar => bar.to ?? bar.from));
  for (const bar of bars) bar.to ??= end;
  const free = [];
  for (const bar of bars) {
    let row = free.findIndex(until => until <= bar.from);
    if (row < 0) row = free.length;
    // A row is busy for at least a millisecond, as fine as times are written.
    free[row] = Math.max(bar.to, bar.from + 1);
    bar.row = row;
  }
  return { bars, rows: free.length, from: bars[0]?.from ?? 0, to: Math.max(end, (bars[0]?.from ?? 0) + 1) };
}
function drawTimeline() {
  const { bars, rows, from, to } = attemptBars();
  const box = $("timeline-box");
  if (bars.length === 0) { box.hidden = true; $("timeline-note").textContent = "Nothing ran."; return; }
  const shown = bars.length > most_bars ? [...bars].sort((a, b) => (b.to - b.from) - (a.to - a.from)).slice(0, most_bars).sort((a, b) => a.from - b.from) : bars;
  $("timeline-note").textContent = `${count(bars.length, "attempt")} in ${took(to - from)}, in ${count(rows, "row")}${shown.length < bars.length ? `; the ${shown.length.toLocaleString("en")} longest are drawn` : ""}. A bar leads to its atom.`;
  const row_height = Math.max(4, Math.min(22, Math.floor(440 / rows))), top = 34, height = top + rows * row_height + 6;
  const colours = { succeeded: "f-ok", failed: "f-bad", interrupted: "f-cut", cancelled: "f-cut" };
  const draw = () => {
    const width = Math.round((box.clientWidth - 2) * 2 ** Number($("zoom").value));
    const x = time => (time - from) / (to - from) * (width - 12) + 4;
    const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    drawWaveBands(drawing, bars, x, height);
    const step = roundStep((to - from) * 120 / width);
    for (let time = 0; time <= to - from; time += step)
      drawing.append(svg("line", { class: "grid", x1: x(from + time), x2: x(from + time), y1: 14, y2: height }), svg("text", { x: x(from + time) + 3, y: 12 }, took(time)));
    for (const { atom, attempt, from: start, to: end, row } of shown) {
      const bar = svg("rect", {
        class: `attempt ${colours[attempt.outcome] ?? "f-open"}`, x: x(start), y: top + row * row_height, width: Math.max(1.5, x(end) - x(start)),
        height: Math.max(2, row_height - 2), rx: Math.min(3, row_height / 4), "data-key": atom.key,
      }, svg("title", {}, `${atom.key}, try ${attempt.number}: ${attempt.outcome ?? "under way"}, ${took(attempt.duration_ms)}${attempt.failure ? `\n${plain(attempt.failure.message)}` : ""}`));
      drawing.append(bar);
    }
    box.replaceChildren(drawing);
  };
  box.addEventListener("click", event => event.target.dataset?.key && openAtom(event.target.dataset.key));
  $("zoom").addEventListener("input", () => {
    const middle = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth;
    draw();
    box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2;
  });
  addEventListener("resize", draw);
  draw();
}
// 1, 2 or 5 of a power of ten, in seconds and below; minutes and hours above.
function roundStep(ms) {
  for (const step of [10000, 15000, 30000, 60000, 120000, 300000, 600000, 1800000]) if (ms > 5000 && ms <= step) return step;
  if (ms > 1800000) return Math.ceil(ms / 3600000) * 3600000;
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1)));
  return [1, 2, 5, 10].map(times => times * power).find(step => step >= ms) ?? 1;
}
function drawWaveBands(drawing, bars, x, height) {
  const waves = new Map();
  for (const bar of bars) {
    const wave = waves.get(bar.atom.wave) ?? { from: Infinity, to: -Infinity };
    waves.set(bar.atom.wave, { from: Math.min(wave.from, bar.from), to: Math.max(wave.to, bar.to) });
  }
  const sorted = [...waves].sort(([a], [b]) => a - b);
  const overlap = sorted.some(([, wave], at) => at > 0 && wave.from < sorted[at - 1][1].to - 1);
  // Bands would lie over each other where waves do not wait for each other.
  if (overlap) return;
  sorted.forEach(([number, wave], at) => {
    const [left, right] = [x(wave.from), x(wave.to)];
    if (at % 2 === 1) drawing.append(svg("rect", { class: "band", x: left, y: 14, width: Math.max(1, right - left), height: height - 14 }));
    if (right - left > 46) drawing.append(svg("text", { x: left + 3, y: 27 }, `wave ${number}`));
  });
}

// ---- waves ----
function share(numbers) {
  const bar = el("span", { class: "share", role: "img", "aria-label": `${numbers.succeeded} of ${numbers.total} succeeded` });
  for (const [name, colour] of [["succeeded", "ok"], ["failed", "bad"], ["skipped", "skipped"], ["cancelled", "cut"]])
    if (numbers[name]) { const part = el("i", { class: colour }); part.style.width = `${numbers[name] / numbers.total * 100}%`; bar.append(part); }
  return bar;
}
function table(headings, rows) {
  return el("table", {}, el("thead", {}, el("tr", {}, headings.map(heading => el("th", { scope: "col" }, heading)))),
    el("tbody", {}, rows.map(cells => el("tr", {}, cells.map(cell => el("td", {}, cell ?? "–"))))));
}
function drawWaves() {
  $("wave-table").append(table(
    ["Wave", "Atoms", "", "Done", "Success rate", "Took", "Retries", "Side by side", "Possible"],
    stats.waves.map(({ number, numbers: n, possible_parallelism }) => [
      `wave ${number}`, n.total.toLocaleString("en"), share(n), (n.total - n.open).toLocaleString("en"), percent(n.success_rate), took(n.span_ms),
      n.retries.toLocaleString("en"), n.parallelism.toFixed(1), String(possible_parallelism)])));
}

// ---- errors ----
const key_button = key => { const button = el("button", { class: "key", type: "button" }, key); button.addEventListener("click", () => openAtom(key)); return button; };
function drawErrors() {
  const list = $("error-list");
  if (errors.length === 0) { list.append(el("p", { class: "dim" }, "Nothing failed.")); return; }
  const most = 50;
  for (const error of errors.slice(0, most)) {
    list.append(el("div", { class: "error" },
      el("p", {}, el("b", {}, plain(error.message))),
      el("p", { class: "dim" }, `${words(error.category)}, ${count(error.count, "attempt")} of ${count(error.atoms, "atom")}: `, error.atom_keys.map(key => [key_button(key), " "]),
        error.atoms > error.atom_keys.length ? `and ${error.atoms - error.atom_keys.length} more` : "")));
  }
  if (errors.length > most) list.append(el("p", { class: "dim" }, `… and ${count(errors.length - most, "different error")} more; the JSON has all.`));
}

// ---- charts ----
function drawBusy() {
  const { start, slice_ms, slices } = stats.system.timeline;
  if (!start || slices.length === 0) return null;
  const width = 600, height = 170, left = 30, bottom = 20, top = 8;
  const highest = Math.max(1, stats.jobs ?? 0, ...slices.map(slice => slice.running));
  const step = (width - left) / slices.length, y = value => top + (height - bottom - top) * (1 - value / highest);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Attempts running over time, at most ${Math.max(...slices.map(s => s.running))} on average over a slice of ${took(slice_ms)}` });
  for (const value of [0, highest / 2, highest])
    drawing.append(svg("line", { class: "grid", x1: left, x2: width, y1: y(value), y2: y(value) }), svg("text", { x: 0, y: y(value) + 4 }, value.toFixed(value < 10 && value % 1 ? 1 : 0)));
  slices.forEach((slice, at) => {
    const bar = svg("rect", { class: slice.missed ? "f-bad" : "f-open", x: left + at * step, y: y(slice.running), width: Math.max(1, step - 1), height: Math.max(0, y(0) - y(slice.running)) },
      svg("title", {}, `after ${took(at * slice_ms)}: ${slice.running} at a time, ${slice.succeeded} succeeded, ${slice.missed} did not`));
    drawing.append(bar);
  });
  drawing.append(svg("text", { x: left, y: height - 4 }, "0"), svg("text", { x: width - 60, y: height - 4 }, took(slices.length * slice_ms)));
  return el("div", {}, el("h3", {}, "Attempts at a time"), drawing, el("p", { class: "dim" }, "Red where an attempt failed in that slice of time."));
}
function bars(title, rows, colour) {
  if (rows.length === 0) return null;
  const highest = Math.max(...rows.map(row => row.value), 1e-9);
  return el("div", {}, el("h3", {}, title), rows.map(({ name, value, text, key }) => {
    const bar = el("i", colour ? { class: colour } : {});
    bar.style.width = `${value / highest * 100}%`;
    return el("div", { class: "hbar" }, el("span", { title: name }, key ? key_button(key) : name), bar, el("span", { class: "dim" }, text));
  }));
}
function drawCharts() {
  const durations = stats.atoms.filter(atom => atom.attempt_ms).map(atom => atom.attempt_ms.avg);
  $("chart-list").append(...[
    drawBusy(),
    bars("Slowest atoms", stats.system.slowest_atoms.map(atom => ({ name: atom.key, key: atom.key, value: atom.total_ms, text: `${took(atom.total_ms)}${atom.attempts > 1 ? ` in ${atom.attempts} tries` : ""}` }))),
    bars("How long attempts took", histogram(durations)),
    bars("Most memory", stats.atoms.filter(atom => atom.memory).sort((a, b) => b.memory.peak_bytes - a.memory.peak_bytes).slice(0, 10)
      .map(atom => ({ name: atom.key, key: atom.key, value: atom.memory.peak_bytes, text: bytes(atom.memory.peak_bytes) }))),
    bars("Failed attempts by category", stats.system.numbers.errors_by_category.map(error => ({ name: words(error.category), value: error.count, text: String(error.count) })), "bad"),
    bars("Error patterns", stats.system.error_patterns.slice(0, 10).map(pattern => ({ name: plain(pattern.pattern), value: pattern.count, text: `${pattern.count}×` })), "bad"),
  ].filter(chart => chart));
}
// Each bin is twice as wide as the one before: times differ by orders of magnitude.
function histogram(values) {
  if (values.length === 0) return [];
  const bins = new Map();
  for (const value of values) {
    const bin = Math.max(0, Math.ceil(Math.log2(Math.max(value, 1))));
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const all = [...bins.keys()], rows = [];
  for (let bin = Math.min(...all); bin <= Math.max(...all); bin++)
    rows.push({ name: `up to ${took(2 ** bin)}`, value: bins.get(bin) ?? 0, text: count(bins.get(bin) ?? 0, "atom") });
  return rows;
}

// ---- tree ----
function group(atoms, of) {
  const groups = new Map();
  for (const atom of atoms) { const name = of(atom); groups.has(name) ? groups.get(name).push(atom) : groups.set(name, [atom]); }
  return groups;
}
function tally(atoms) {
  const counts = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0, total: atoms.length, open: 0 };
  for (const atom of atoms) counts[atom.conclusion ?? "open"]++;
  return counts;
}
function branch(name, atoms, is_open, fill) {
  const counts = tally(atoms);
  const concluded = counts.total - counts.open;
  const made = el("details", {}, el("summary", {}, el("b", {}, name), " ", share(counts), el("span", { class: "dim" },
    ` ${count(counts.total, "atom")}, ${percent(concluded === 0 ? 1 : counts.succeeded / concluded)}${counts.failed ? `, ${counts.failed} failed` : ""}`)));
  lazily(made, fill);
  if (is_open) made.open = true;
  return made;
}
// What is not open is not drawn, so that large runs stay quick.
function lazily(made, fill) {
  made.addEventListener("toggle", () => { if (made.open && !made.dataset.filled) { made.dataset.filled = "1"; made.append(...fill()); } });
}
const most_rows = 2000;
function rowsOf(atoms) {
  const rows = atoms.slice(0, most_rows).map(atomRow);
  if (atoms.length > most_rows) rows.push(el("p", { class: "dim" }, `… and ${count(atoms.length - most_rows, "atom")} more; find them by key.`));
  return rows;
}
function atomRow(atom) {
  const measured = stats_of.get(atom.key);
  const note = atom.conclusion !== "succeeded" && atom.failure ? atom.failure.message : atom.because ?? (atom.code_changed ? "its code was repaired" : "");
  const made = el("details", { "data-atom": atom.key }, el("summary", {}, el("span", { class: colour_of(atom.conclusion) }, words(state_of(atom))), " ", el("b", {}, atom.key),
    el("span", { class: "dim" }, ` wave ${atom.wave}, ${took(measured.attempt_ms?.avg)}${atom.attempts > 1 ? `, ${atom.attempts} tries` : ""}${note ? ` · ${plain(note).slice(0, 160)}` : ""}`)));
  lazily(made, () => [atomDetail(atom)]);
  return made;
}
function output(name, text, cut) {
  if (!text) return null;
  return el("div", {}, el("h3", {}, name), el("pre", { tabindex: 0, "aria-label": name }, plain(text) + (cut ? "\n…" : "")));
}
function codeBlock(code, fault_line) {
  const block = el("pre", { tabindex: 0, "aria-label": "code" });
  code.replace(/\n$/, "").split("\n").forEach((line, at) => {
    const text = `${String(at + 1).padStart(4)}  ${plain(line)}`;
    block.append(at + 1 === fault_line ? el("span", { class: "fault" }, text) : `${text}\n`);
  });
  return block;
}
function diffBlock(diff) {
  const block = el("pre", { tabindex: 0, "aria-label": "change of the code" });
  for (const line of diff.replace(/\n$/, "").split("\n"))
    block.append(line[0] === "+" ? el("span", { class: "plus" }, plain(line)) : line[0] === "-" ? el("span", { class: "minus" }, plain(line)) : plain(line), "\n");
  return block;
}
function atomDetail(atom) {
  const detail = details_of.get(atom.key), measured = stats_of.get(atom.key);
  const made = el("div", { class: "detail" });
  made.append(el("p", { class: "dim" }, `${detail.kind}${detail.needs.length ? ", needs " : ""}`, detail.needs.map(key => details_of.has(key) ? [key_button(key), " "] : key + " "), atom.because ? `· ${plain(atom.because)}` : ""));
  if (measured.attempt_ms)
    made.append(el("p", {}, `time ${took(measured.attempt_ms.min)} / ${took(measured.attempt_ms.avg)} / ${took(measured.attempt_ms.max)} (least, average, most), processor ${took(measured.cpu_ms?.avg)}, memory ${bytes(measured.memory?.peak_bytes)}`));
  for (const attempt of detail.attempts) made.append(attemptBlock(attempt));
  if (detail.code !== null) made.append(el("div", {}, el("h3", {}, "Code"), codeBlock(detail.code, atom.conclusion === "succeeded" ? null : atom.failure?.line)));
  if (detail.command.length) made.append(el("div", {}, el("h3", {}, "Command"), el("pre", {}, plain(detail.command.join(" ")))));
  for (const block of [output("stdout", atom.stdout, atom.stdout_truncated), output("stderr", atom.stderr, atom.stderr_truncated)]) if (block) made.append(block);
  if (atom.result !== null) made.append(el("div", {}, el("h3", {}, "Result"), el("pre", { tabindex: 0 }, plain(JSON.stringify(atom.result, null, 2)))));
  if (atom.artifacts.length) made.append(el("div", {}, el("h3", {}, "Artifacts"), el("pre", {}, atom.artifacts.map(plain).join("\n"))));
  return made;
}
function attemptBlock(attempt) {
  const block = el("div", {}, el("h3", {}, `Try ${attempt.number}: `, el("span", { class: colour_of(attempt.outcome === "interrupted" ? "cancelled" : attempt.outcome) }, attempt.outcome ?? "under way"),
    el("span", { class: "dim" }, ` ${took(attempt.duration_ms)}${attempt.revision ? `, code revision ${attempt.revision}` : ""}`)));
  if (attempt.diff) block.append(el("p", {}, plain(attempt.diff_origin ?? "")), diffBlock(attempt.diff));
  if (attempt.failure)
    block.append(el("p", {}, el("span", { class: "bad" }, words(attempt.failure.category)), ` ${attempt.failure.line ? `line ${attempt.failure.line}: ` : ""}${plain(attempt.failure.message)}`, el("span", { class: "dim" }, ` confidence ${attempt.failure.confidence}`)));
  else if (attempt.cause_text && attempt.outcome !== "succeeded") block.append(el("p", {}, plain(attempt.cause_text)));
  for (const decision of attempt.decisions)
    block.append(el("p", {}, "→ ", el("b", {}, decision.strategy), el("span", { class: "dim" }, ` (${decision.confidence}) `), plain(decision.reason),
      decision.tried_before.length ? ` Tried before: ${decision.tried_before.join(", ")}.` : "", decision.declined ? ` Declined: ${plain(decision.declined)}` : "", decision.revision ? ` Made revision ${decision.revision}.` : ""));
  return block;
}
function matches(atom, text, only) {
  const measured = stats_of.get(atom.key);
  const is_kind = { "": true, open: atom.conclusion === null, retried: measured.retries > 0, repaired: measured.repairs > 0 }[only] ?? atom.conclusion === only;
  return is_kind && (!text || atom.key.toLowerCase().includes(text) || (atom.failure?.message ?? "").toLowerCase().includes(text));
}
function drawTree() {
  const text = $("find").value.trim().toLowerCase(), only = $("only").value;
  const atoms = run.atoms.filter(atom => matches(atom, text, only));
  $("found").textContent = text || only ? count(atoms.length, "atom") : "";
  const is_flat = run.atoms.every(atom => !atom.component && !atom.module);
  if (is_flat) { $("tree-list").replaceChildren(...rowsOf(atoms)); return; }
  const few = atoms.length <= 60 || Boolean(text || only);
  $("tree-list").replaceChildren(...[...group(atoms, atom => atom.component)].map(([component, its]) => branch(component || "(no component)", its, true, () =>
    [...group(its, atom => atom.module)].map(([module, members]) => branch(module || "(no module)", members, few, () => rowsOf(members))))));
}
function openAtom(key) {
  const atom = run.atoms.find(each => each.key === key);
  $("find").value = "";
  $("only").value = "";
  drawTree();
  // Details tell of being opened only later, so they are filled here.
  const openAll = () => { for (const made of document.querySelectorAll("#tree-list details:not([data-atom])")) { made.open = true; made.dispatchEvent(new Event("toggle")); } };
  openAll();
  openAll();
  let row = document.querySelector(`details[data-atom="${CSS.escape(key)}"]`);
  if (!row) { row = atomRow(atom); $("tree-list").prepend(row); }
  row.open = true;
  row.scrollIntoView({ block: "start" });
  row.querySelector("summary").focus({ preventScroll: true });
}

drawHead();
drawTimeline();
drawWaves();
drawErrors();
drawCharts();
drawTree();
let typing;
$("find").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(drawTree, 120); });
$("only").addEventListener("change", drawTree);
