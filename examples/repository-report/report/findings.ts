// What deserves a look, drawn from all analyses by rules that each say their reason. No grade is given: a number that
// mixes everything hides what it is made of. An analysis that is missing (its atom was not critical) raises nothing.

enum Weight { Note = 1, Look = 2, Act = 3 }

interface Finding { weight: Weight; about: string; text: string; path?: string }
type Rule<Result> = (result: Result) => [weight: Weight, text: string, path?: string] | false;

// The parts of the analyses that the rules read.
interface Results {
  repository: { head: string | null; shallow: boolean };
  history: { commits: number; cut_off: boolean };
  authors: { people: number };
  bus_factor: { bus_factor: number | null; files: number; known_to_one: number };
  timeline: { last_90_days: number; the_90_days_before: number };
  messages: { commits: number; vague: number; too_long_share: number };
  fixes: { fix_share: number; reverts: number };
  coupling: { pairs: number; across_folders: number };
  hot_spots: { files: number; half_of_the_heat_is_in: number; hottest: { path: string }[] };
  releases: { releases: number; commits_since_latest: number };
  heavy_files: { large: number; binaries: { bytes: number } };
  duplicates: { extra_files: number; wasted_bytes: number };
  repeated_blocks: { lines: number; share: number };
  complexity: { all: { functions: number; want_care: number; want_splitting: number } };
  python_complexity: { not_parsed: number };
  markers: { total: number; by_marker: Record<string, number> };
  tests: { code_lines: number; test_lines_per_code_line: number; cases: number };
  whitespace: { trailing_blanks: number; conflict_markers: number };
  encodings: { problems: { problem: string; files: number }[] };
  names: { troubles: { trouble: string; files: number }[] };
  dependencies: { ecosystems: { ecosystem: string; packages: number; exact: number; declarations: number; several_versions: string[] }[]; unreadable: unknown[] };
  licences: { main: string | null; at_top: number };
  readme: { readme: { words: number; code_blocks: number } | null; broken_links: number };
  community: Record<string, boolean>;
  submodules: { recorded: number; declared: number };
  secrets: { total: number; files: number };
}

const needs: { [Key in keyof Results]?: Results[Key] | null } = inputData.needs;
const findings: Finding[] = [];
const missing: string[] = [];

function look<Key extends keyof Results>(key: Key, about: string, ...rules: Rule<Results[Key]>[]): void {
  const result = needs[key];
  if (result == null) {
    missing.push(key);
    return;
  }
  for (const rule of rules) {
    const found = rule(result as Results[Key]);
    if (found) findings.push({ weight: found[0], about, text: found[1], path: found[2] });
  }
}

const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

look("repository", "History",
  (r) => r.head === null && [Weight.Note, "There is no commit yet, so there is nothing to report on."],
  (r) => r.shallow && [Weight.Look, "This is a shallow clone: everything about history covers only what was fetched (`git fetch --unshallow` brings the rest)."]);
const empty = needs.repository?.head == null;
const several = (needs.authors?.people ?? 0) > 1;
look("history", "History",
  (r) => r.cut_off && [Weight.Note, `Only the newest ${count(r.commits, "commit")} were read (input \`max_commits\`).`]);

if (!empty) {
  look("secrets", "Risks",
    (r) => r.total > 0 && [Weight.Act, `${count(r.total, "string")} in ${count(r.files, "file")} ${r.total === 1 ? "looks like a secret" : "look like secrets"}. What is real must be revoked: deleting it leaves it in the history.`]);
  look("whitespace", "Text",
    (r) => r.conflict_markers > 0 && [Weight.Act, `${count(r.conflict_markers, "line")} ${r.conflict_markers === 1 ? "looks like a conflict marker" : "look like conflict markers"} that somebody committed.`],
    (r) => r.trailing_blanks > 100 && [Weight.Note, `${count(r.trailing_blanks, "line")} end in blanks.`]);
  look("encodings", "Text",
    (r) => r.problems.some(({ problem }) => problem === "hidden direction marks") && [Weight.Act, "Some files hold hidden marks of writing direction, which can make code read otherwise than it runs."],
    (r) => { const mixed = r.problems.find(({ problem }) => problem === "mixed line endings"); return !!mixed && [Weight.Look, `${count(mixed.files, "file mixes", "files mix")} line endings.`]; });
  look("names", "Text",
    ({ troubles }) => { const barred = troubles.filter(({ trouble }) => /Windows|case/.test(trouble)); return barred.length > 0 && [Weight.Look, `Some file names cannot be checked out everywhere: ${barred.map(({ trouble, files }) => `${trouble} (${files})`).join(", ")}.`]; });
  look("licences", "Project",
    (r) => r.main === null && [Weight.Look, r.at_top > 0 ? "The licence file at the top is not one of the well-known licences." : "There is no licence at the top: by default, nobody else may use this."]);
  look("readme", "Project",
    (r) => r.readme === null && [Weight.Look, "There is no README."],
    (r) => r.readme !== null && r.readme.words < 50 && [Weight.Note, `The README has only ${count(r.readme.words, "word")}.`],
    (r) => r.readme !== null && r.readme.code_blocks === 0 && [Weight.Note, "The README shows no command and no code."],
    (r) => r.broken_links > 0 && [Weight.Look, `${count(r.broken_links, "relative link")} in Markdown ${r.broken_links === 1 ? "leads" : "lead"} nowhere.`]);
  look("community", "Project",
    (r) => !r.continuous_integration && [Weight.Note, "No continuous integration is set up in the repository."],
    (r) => !r.changelog && [Weight.Note, "There is no changelog."],
    (r) => !r.gitignore && [Weight.Note, "There is no .gitignore."]);
  look("submodules", "Project",
    (r) => r.recorded !== r.declared && [Weight.Look, `${count(r.recorded, "submodule")} recorded, ${r.declared} declared in .gitmodules.`]);
  look("dependencies", "Project",
    (r) => { const loose = r.ecosystems.filter(({ exact, declarations }) => exact < declarations / 2); return loose.length > 0 && [Weight.Note, `Most versions are ranges, not exact: ${loose.map(({ ecosystem }) => ecosystem).join(", ")}. A lock file makes that harmless.`]; },
    (r) => { const split = r.ecosystems.filter(({ several_versions }) => several_versions.length > 0); return split.length > 0 && [Weight.Look, `Declared in several versions: ${split.flatMap(({ several_versions }) => several_versions).slice(0, 5).join(", ")}.`]; },
    (r) => r.unreadable.length > 0 && [Weight.Look, `${count(r.unreadable.length, "file")} that ${r.unreadable.length === 1 ? "declares" : "declare"} dependencies could not be read.`]);
  look("bus_factor", "People",
    (r) => several && r.bus_factor === 1 && [Weight.Look, "One person wrote most of more than half of the files."],
    (r) => several && r.files > 0 && r.known_to_one / r.files > 0.7 && [Weight.Note, `${percent(r.known_to_one / r.files)} of the files were written almost alone.`]);
  look("timeline", "History",
    (r) => r.the_90_days_before >= 20 && r.last_90_days < r.the_90_days_before / 2 && [Weight.Note, `Work slows down: ${count(r.last_90_days, "commit")} in the last 90 days, ${r.the_90_days_before.toLocaleString("en")} in the 90 before.`]);
  look("messages", "History",
    (r) => r.commits > 0 && r.vague / r.commits > 0.1 && [Weight.Look, `${percent(r.vague / r.commits)} of the commit messages say next to nothing.`],
    (r) => r.too_long_share > 0.25 && [Weight.Note, `${percent(r.too_long_share)} of the subjects are longer than 72 characters.`]);
  look("fixes", "History",
    (r) => r.fix_share > 0.4 && [Weight.Look, `${percent(r.fix_share)} of the commits say they fix something.`],
    (r) => r.reverts > 5 && [Weight.Note, `${count(r.reverts, "commit")} were reverts.`]);
  look("releases", "History",
    (r) => r.releases > 0 && r.commits_since_latest > 200 && [Weight.Note, `${count(r.commits_since_latest, "commit")} wait for a release.`]);
  look("coupling", "Change",
    (r) => r.across_folders > 0 && [Weight.Note, `${count(r.across_folders, "pair")} of files in different parts ${r.across_folders === 1 ? "changes" : "change"} together.`]);
  look("hot_spots", "Change",
    (r) => r.files >= 10 && r.half_of_the_heat_is_in / r.files < 0.1 && [Weight.Look, `Half of the risk of change sits in ${count(r.half_of_the_heat_is_in, "file")} of ${r.files}, first of all`, r.hottest[0].path]);
  look("complexity", "Code",
    ({ all }) => all.want_splitting > 0 && [Weight.Look, `${count(all.want_splitting, "function")} ${all.want_splitting === 1 ? "takes" : "take"} more than 20 decisions (${count(all.want_care, "function")} more than 10, of ${all.functions.toLocaleString("en")}).`]);
  look("python_complexity", "Code",
    (r) => r.not_parsed > 0 && [Weight.Note, `${count(r.not_parsed, "Python file")} could not be parsed.`]);
  look("repeated_blocks", "Code",
    (r) => r.lines > 0 && r.share > 0.1 && [Weight.Look, `${percent(r.share)} of the code lines stand in blocks that were copied.`]);
  look("duplicates", "Code",
    (r) => r.wasted_bytes > 100_000 && [Weight.Note, `${count(r.extra_files, "file")} ${r.extra_files === 1 ? "repeats" : "repeat"} the content of another (${Math.round(r.wasted_bytes / 1024).toLocaleString("en")} KiB).`]);
  look("markers", "Code",
    (r) => r.by_marker.FIXME > 0 && [Weight.Look, `${count(r.by_marker.FIXME, "FIXME")} among ${count(r.total, "note")} left in the code.`]);
  look("tests", "Code",
    (r) => r.code_lines > 200 && r.cases === 0 && [Weight.Act, "No test cases were found."],
    (r) => r.code_lines > 200 && r.cases > 0 && r.test_lines_per_code_line < 0.3 && [Weight.Look, `There is one line of test for every ${Math.round(1 / r.test_lines_per_code_line)} lines of code.`]);
  look("heavy_files", "Code",
    (r) => r.large > 0 && [Weight.Note, `${count(r.large, "file")} ${r.large === 1 ? "is" : "are"} larger than 1 MiB.`]);
}

findings.sort((a, b) => b.weight - a.weight);
const result = {
  findings: findings.map((finding) => ({ ...finding, weight: Weight[finding.weight].toLowerCase() })),
  missing,
};
