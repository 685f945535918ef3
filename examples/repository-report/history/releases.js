// Releases as the tags tell them: those that look like a version, how often they come, what waits for the next.
import { readFileSync } from "node:fs";

if (!inputData.needs.refs) throw new Error("Releases cannot be told: the atom 'refs' has no result.");

const commits = readFileSync("commits.jsonl", "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const DAY = 86400;
const VERSION = /^(?:.*[-/_@])?v?(\d+)\.(\d+)(?:\.(\d+))?(?<pre>-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

const { tags } = inputData.needs.refs;
const releases = tags
  .filter((tag) => tag.time !== null && VERSION.test(tag.name))
  .map((tag) => ({ ...tag, preview: VERSION.exec(tag.name).groups.pre !== undefined }))
  .sort((a, b) => b.time - a.time);

const gaps = releases.slice(1).map((older, i) => (releases[i].time - older.time) / DAY).sort((a, b) => a - b);
const latest = releases[0];

const result = {
  tags: tags.length,
  releases: releases.length,
  previews: releases.filter((release) => release.preview).length,
  latest: latest ?? null,
  recent: releases.slice(0, 10),
  median_days_between: gaps.length ? Math.round(gaps[Math.floor(gaps.length / 2)] * 10) / 10 : null,
  commits_since_latest: latest ? commits.filter((commit) => commit.time > latest.time).length : commits.length,
};
