// When people commit: by weekday and hour, on the clock of the one who wrote the commit.
import { readFileSync } from "node:fs";

enum Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }

type Commit = { date: string };
type Moment = { day: Weekday; hour: number };

const FIRST_OFFICE_HOUR = 8;
const LAST_OFFICE_HOUR = 18;

function momentOf({ date }: Commit): Moment | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):/.exec(date);    // "2026-03-31 17:05:00 +0200"
  if (!parts) return undefined;
  const [year, month, day, hour] = parts.slice(1).map(Number);
  return { day: (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7, hour };
}

function indexOfMost(counts: readonly number[]): number {
  return counts.indexOf(Math.max(...counts));
}

const moments: Moment[] = readFileSync("commits.jsonl", "utf8").split("\n").filter(Boolean)
  .map((line) => momentOf(JSON.parse(line)))
  .filter((moment) => moment !== undefined);

const grid: number[][] = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
for (const { day, hour } of moments) grid[day][hour]++;

const byDay: number[] = grid.map((hours) => hours.reduce((sum, count) => sum + count, 0));
const byHour: number[] = grid[0].map((_, hour) => grid.reduce((sum, hours) => sum + hours[hour], 0));
const share = (isWanted: (moment: Moment) => boolean): number | null =>
  moments.length ? moments.filter(isWanted).length / moments.length : null;

const result = {
  days: byDay.map((_, day) => Weekday[day]),
  grid,
  busiest_day: moments.length ? Weekday[indexOfMost(byDay)] : null,
  busiest_hour: moments.length ? indexOfMost(byHour) : null,
  weekend_share: share(({ day }) => day >= Weekday.Saturday),
  office_share: share(({ day, hour }) => day < Weekday.Saturday && hour >= FIRST_OFFICE_HOUR && hour < LAST_OFFICE_HOUR),
};
