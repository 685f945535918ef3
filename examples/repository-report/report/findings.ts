// What deserves a look, drawn from all analyses by rules that each say their reason. No grade is given: a number that
// mixes everything hides what it is made of. An analysis that is missing (its atom was not critical) raises nothing.

enum Weight { Note = 1, Look = 2, Act = 3 }

interface Finding { weight: Weight; about: string; text: string; path?: string }
type Find = (weight: Weight, text: string, path?: string) => void;

// The parts of the analyses that the rules read.
interface Ecosystem { ecosystem: string; exact: number; declarations: number; several_versions: string[] }
interface Results {
  repository: { head: string | null; shallow: boolean };
  history: { commits: number; cut_off: boolean };
  authors: { people: number };
  bus_factor: { bus_factor: number | null; files: number; known_to_one: number };
  timeline: { last_90_days: number; the_90_days_before: number };
  messages: { commits: number; vague: number; too_long_share: number };
  fixes: { fix_share: number; reverts: number };
  coupling: { across_folders: number };
  hot_spots: { files: number; half_of_the_heat_is_in: number; hottest: { path: string }[] };
  releases: { releases: number; commits_since_latest: number };
  heavy_files: { large: number };
  duplicates: { extra_files: number; wasted_bytes: number };
  repeated_blocks: { share: number };
  complexity: { all: { functions: number; want_care: number; want_splitting: number } };
  python_complexity: { not_parsed: number };
  markers: { total: number; by_marker: Record<string, number> };
  tests: { code_lines: number; test_lines_per_code_line: number; cases: number };
  whitespace: { trailing_blanks: number; conflict_markers: number };
  encodings: { problems: { problem: string; files: number }[] };
  names: { troubles: { trouble: string; files: number }[] };
  dependencies: { ecosystems: Ecosystem[]; unreadable: unknown[] };
  licences: { main: string | null; at_top: number };
  readme: { readme: { words: number; code_blocks: number } | null; broken_links: number };
  community: Record<string, boolean>;
  submodules: { recorded: number; declared: number };
  secrets: { total: number; files: number };
}

const needs: { [Key in keyof Results]?: Results[Key] | null } = inputData.needs;
const findings: Finding[] = [];
const missing: string[] = [];

function look<Key extends keyof Results>(key: Key, about: string, rules: (result: Results[Key], find: Find) => void): void {
  const result = needs[key];
  if (result == null) missing.push(key);
  else rules(result as Results[Key], (weight, text, path) => findings.push({ weight, about, text, path }));
}

const number = (n: number): string => n.toLocaleString("en");
const count = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const empty = needs.repository?.head == null;
const several = (needs.authors?.people ?? 0) > 1;

look("repository", "History", (r, find) => {
  if (empty) find(Weight.Note, "There is no commit yet, so there is nothing to report on.");
  if (r.shallow) {
    find(Weight.Look, "This is a shallow clone: everything about history covers only what was fetched" +
      " (`git fetch --unshallow` brings the rest).");
  }
});
look("history", "History", (r, find) => {
  if (r.cut_off) find(Weight.Note, `Only the newest ${count(r.commits, "commit")} were read (input \`max_commits\`).`);
});

if (!empty) {
  look("secrets", "Risks", (r, find) => {
    if (r.total > 0) {
      find(Weight.Act, `${count(r.total, "string")} in ${count(r.files, "file")} ` +
        `${r.total === 1 ? "looks like a secret" : "look like secrets"}.` +
        " What is real must be revoked: deleting it leaves it in the history.");
    }
  });

  look("whitespace", "Text", (r, find) => {
    if (r.conflict_markers > 0) find(Weight.Act, `${count(r.conflict_markers, "line looks", "lines look")} like a conflict marker.`);
    if (r.trailing_blanks > 100) find(Weight.Note, `${count(r.trailing_blanks, "line")} end in blanks.`);
  });
  look("encodings", "Text", ({ problems }, find) => {
    for (const { problem, files } of problems) {
      if (problem === "hidden direction marks") {
        find(Weight.Act, `${count(files, "file holds", "files hold")} hidden marks of writing direction,` +
          " which can make code read otherwise than it runs.");
      }
      if (problem === "mixed line endings") find(Weight.Look, `${count(files, "file mixes", "files mix")} line endings.`);
    }
  });
  look("names", "Text", ({ troubles }, find) => {
    const barred = troubles.filter(({ trouble }) => /Windows|case/.test(trouble)).map(({ trouble, files }) => `${trouble} (${files})`);
    if (barred.length > 0) find(Weight.Look, `Some file names cannot be checked out everywhere: ${barred.join(", ")}.`);
  });

  look("licences", "Project", (r, find) => {
    if (r.main !== null) return;
    if (r.at_top > 0) find(Weight.Look, "The licence file at the top is not one of the well-known licences.");
    else find(Weight.Look, "There is no licence at the top: by default, nobody else may use this.");
  });
  look("readme", "Project", (r, find) => {
    if (r.readme === null) find(Weight.Look, "There is no README.");
    else if (r.readme.words < 50) find(Weight.Note, `The README has only ${count(r.readme.words, "word")}.`);
    else if (r.readme.code_blocks === 0) find(Weight.Note, "The README shows no command and no code.");
    if (r.broken_links > 0) find(Weight.Look, `${count(r.broken_links, "relative link leads", "relative links lead")} nowhere.`);
  });
  look("community", "Project", (r, find) => {
    if (!r.continuous_integration) find(Weight.Note, "No continuous integration is set up in the repository.");
    if (!r.changelog) find(Weight.Note, "There is no changelog.");
    if (!r.gitignore) find(Weight.Note, "There is no .gitignore.");
  });
  look("submodules", "Project", (r, find) => {
    if (r.recorded !== r.declared) find(Weight.Look, `${count(r.recorded, "submodule")} recorded, ${r.declared} declared in .gitmodules.`);
  });
  look("dependencies", "Project", ({ ecosystems, unreadable }, find) => {
    const loose = ecosystems.filter(({ exact, declarations }) => exact < declarations / 2).map(({ ecosystem }) => ecosystem);
    if (loose.length > 0) find(Weight.Note, `Most versions are ranges, not exact: ${loose.join(", ")}. A lock file makes that harmless.`);
    const split = ecosystems.flatMap(({ several_versions }) => several_versions);
    if (split.length > 0) find(Weight.Look, `Declared in several versions: ${split.slice(0, 5).join(", ")}.`);
    if (unreadable.length > 0) find(Weight.Look, `${count(unreadable.length, "file")} with dependencies could not be read.`);
  });

  look("bus_factor", "People", (r, find) => {
    if (!several || r.files === 0) return;
    if (r.bus_factor === 1) find(Weight.Look, "One person wrote most of more than half of the files.");
    const alone = r.known_to_one / r.files;
    if (alone > 0.7) find(Weight.Note, `${percent(alone)} of the files were written almost alone.`);
  });

  look("timeline", "History", (r, find) => {
    if (r.the_90_days_before >= 20 && r.last_90_days < r.the_90_days_before / 2) {
      find(Weight.Note, `Work slows down: ${count(r.last_90_days, "commit")} in the last 90 days,` +
        ` ${number(r.the_90_days_before)} in the 90 before.`);
    }
  });
  look("messages", "History", (r, find) => {
    if (r.vague > r.commits / 10) find(Weight.Look, `${percent(r.vague / r.commits)} of the commit messages say next to nothing.`);
    if (r.too_long_share > 0.25) find(Weight.Note, `${percent(r.too_long_share)} of the subjects are longer than 72 characters.`);
  });
  look("fixes", "History", (r, find) => {
    if (r.fix_share > 0.4) find(Weight.Look, `${percent(r.fix_share)} of the commits say they fix something.`);
    if (r.reverts > 5) find(Weight.Note, `${count(r.reverts, "commit")} were reverts.`);
  });
  look("releases", "History", (r, find) => {
    if (r.releases > 0 && r.commits_since_latest > 200) find(Weight.Note, `${count(r.commits_since_latest, "commit")} wait for a release.`);
  });

  look("coupling", "Change", (r, find) => {
    if (r.across_folders > 0) find(Weight.Note, `${count(r.across_folders, "pair")} of files in different parts tend to change together.`);
  });
  look("hot_spots", "Change", (r, find) => {
    if (r.files >= 10 && r.half_of_the_heat_is_in < r.files / 10) {
      const few = count(r.half_of_the_heat_is_in, "file");
      find(Weight.Look, `Half of the risk of change sits in ${few} of ${r.files}, first of all`, r.hottest[0].path);
    }
  });

  look("complexity", "Code", ({ all }, find) => {
    if (all.want_splitting > 0) {
      find(Weight.Look, `${count(all.want_splitting, "function takes", "functions take")} more than 20 decisions` +
        ` (${number(all.want_care)} more than 10, of ${number(all.functions)}).`);
    }
  });
  look("python_complexity", "Code", (r, find) => {
    if (r.not_parsed > 0) find(Weight.Note, `${count(r.not_parsed, "Python file")} could not be parsed.`);
  });
  look("repeated_blocks", "Code", (r, find) => {
    if (r.share > 0.1) find(Weight.Look, `${percent(r.share)} of the code lines stand in blocks that were copied.`);
  });
  look("duplicates", "Code", (r, find) => {
    if (r.wasted_bytes > 100_000) {
      find(Weight.Note, `${count(r.extra_files, "file repeats", "files repeat")} the content of another` +
        ` (${number(Math.round(r.wasted_bytes / 1024))} KiB).`);
    }
  });
  look("markers", "Code", (r, find) => {
    if (r.by_marker.FIXME > 0) find(Weight.Look, `${count(r.by_marker.FIXME, "FIXME")} among ${count(r.total, "note")} left in the code.`);
  });
  look("tests", "Code", (r, find) => {
    if (r.code_lines <= 200) return;
    if (r.cases === 0) find(Weight.Act, "No test cases were found.");
    else if (r.test_lines_per_code_line < 0.3) {
      find(Weight.Look, `There is one line of test for every ${Math.round(1 / r.test_lines_per_code_line)} lines of code.`);
    }
  });
  look("heavy_files", "Code", (r, find) => {
    if (r.large > 0) find(Weight.Note, `${count(r.large, "file is", "files are")} larger than 1 MiB.`);
  });
}

const result = {
  findings: findings
    .sort((a, b) => b.weight - a.weight)
    .map((finding) => ({ ...finding, weight: Weight[finding.weight].toLowerCase() })),
  missing,
};
