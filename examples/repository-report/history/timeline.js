// How the work is spread over time: commits and people by day, week, month, quarter or year, whichever gives a
// readable number of bars. Times are UTC, and "recent" is counted back from the newest commit, not from today.
import { readFileSync } from "node:fs";

const commits = readFileSync("commits.jsonl", "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const DAY = 86400;

const startOfDay = (date) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
const startOfWeek = (date) => startOfDay(date) - ((date.getUTCDay() + 6) % 7) * DAY * 1000;
const startOfMonths = (months) => (date) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % months));

// `days` leads from the start of any period into the next one.
const UNITS = [
  { unit: "day", upToDays: 45, start: startOfDay, days: 1 },
  { unit: "week", upToDays: 400, start: startOfWeek, days: 7 },
  { unit: "month", upToDays: 2500, start: startOfMonths(1), days: 31 },
  { unit: "quarter", upToDays: 8000, start: startOfMonths(3), days: 92 },
  { unit: "year", upToDays: Infinity, start: startOfMonths(12), days: 366 },
];

function label(unit, milliseconds) {
  const day = new Date(milliseconds).toISOString().slice(0, 10);
  if (unit === "year") return day.slice(0, 4);
  if (unit === "month") return day.slice(0, 7);
  if (unit === "quarter") return `${day.slice(0, 4)} Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`;
  return day;
}

/** One bar for every period from the first commit to the last, empty ones included. */
function bars(first, last) {
  const { unit, start, days } = UNITS.find((candidate) => (last - first) / DAY <= candidate.upToDays);
  const periods = new Map();
  for (let at = start(new Date(first * 1000)); at <= last * 1000; at = start(new Date(at + days * DAY * 1000))) {
    periods.set(at, { label: label(unit, at), commits: 0, people: new Set() });
  }
  for (const { time, author } of commits) {
    const period = periods.get(start(new Date(time * 1000)));
    period.commits++;
    period.people.add(author);
  }
  return { unit, bars: [...periods.values()].map((period) => ({ ...period, people: period.people.size })) };
}

function longestPause(times) {
  let pause = { days: 0, from: null };
  for (let i = 1; i < times.length; i++) {
    const days = Math.floor((times[i] - times[i - 1]) / DAY);
    if (days > pause.days) pause = { days, from: times[i - 1] };
  }
  return pause;
}

const times = commits.map((commit) => commit.time).sort((a, b) => a - b);
const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
const within = (from, to) => commits.filter(({ time }) => time > last - to * DAY && time <= last - from * DAY).length;

const result = {
  ...(times.length ? bars(first, last) : { unit: "day", bars: [] }),
  age_days: Math.floor((last - first) / DAY),
  active_days: new Set(times.map((time) => Math.floor(time / DAY))).size,
  longest_pause: longestPause(times),
  last_90_days: times.length ? within(0, 90) : 0,
  the_90_days_before: times.length ? within(90, 180) : 0,
};
