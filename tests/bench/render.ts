// The README's words about speed, made from the results of the bench.
import { SIDES, type SideName, WORKS } from "./questions.ts";
import type { Cell, Results } from "./results.ts";
import { TARGETS } from "./targets.ts";

export const BEGIN = "<!-- written by npm run bench -->";
export const END = "<!-- end -->";

const thousands = (number: number) => number.toLocaleString("en");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

const cellOf = (cell: Cell | undefined) => (cell === undefined ? "" : `${thousands(cell.rate)} (${cell.p99} ms)`);

/** Requests a second by work and side; sides that did nothing are left out. */
function ratesOf({ rates }: Results): string[] {
  if (rates.length === 0) return [];
  const sides = (Object.keys(SIDES) as SideName[]).filter((side) => rates.some((one) => one.sides[side] !== undefined));
  const rows = rates.map(({ work, events, sides: cells }) => [
    WORKS[work],
    thousands(events),
    ...sides.map((side) => cellOf(cells[side])),
  ]);
  return ["Requests a second (p99):", "", ...table(["work", "events", ...sides.map((side) => SIDES[side])], rows), ""];
}

function targetsOf(results: Results): string[] {
  const rows = TARGETS.flatMap(({ says, aim, of }) => {
    const outcome = of(results);
    if (outcome === null) return [];
    return [[says, outcome.measured, aim, outcome.met === null ? "" : outcome.met ? "yes" : "**no**"]];
  });
  return rows.length === 0 ? [] : [...table(["target", "measured", "aim", "met"], rows), ""];
}

/** The figures behind the targets, a sentence each. */
function figuresOf({ import: done, postgres, memory, counts, isolation, export: sent }: Results): string[] {
  const sentences = [
    done &&
      `Import: ${thousands(done.rows)} rows, ${thousands(done.kept)} kept, in ${done.seconds} s, ${thousands(done.rate)} rows/s; ` +
        (done.bare === null
          ? "there was no `sqlite3` to compare with."
          : `\`sqlite3 .import\` takes ${thousands(done.bare)} rows/s.`),
    postgres &&
      `Import into PostgreSQL: ${thousands(postgres.rows)} rows, ${thousands(postgres.kept)} kept, in ${postgres.seconds} s, ` +
        `${thousands(postgres.rate)} rows/s; into SQLite in the same run ${thousands(postgres.sqlite)} rows/s.`,
    memory &&
      `Memory after ${thousands(memory.queries)} different questions to ${thousands(memory.events)} events: ${memory.before} MiB before, ` +
        `${memory.half} half way, ${memory.after} at the end, ${memory.peak} at most.`,
    counts &&
      `First counts of a new process over ${thousands(counts.events)} events, beside bare SQLite: ` +
        `${counts.asked.map(({ path, ms, bare }) => `\`${path}\` ${ms} ms (${bare})`).join(", ")}.`,
    isolation &&
      `Look-ups: p50 ${isolation.idle.p50} ms and p99 ${isolation.idle.p99} ms when nothing else is asked, ` +
        `${isolation.busy.p50} and ${isolation.busy.p99} beside the worst questions.`,
    sent &&
      `CSV of ${thousands(sent.rows)} rows, ${thousands(sent.mebibytes)} MiB in ${sent.seconds} s, the first ${sent.slowSeconds} s read slowly: ` +
        `${sent.before} MiB resident before, ${sent.peak} at most.`,
  ];
  return sentences.flatMap((sentence) => (sentence == null ? [] : [`- ${sentence}`]));
}

/** What stands between the two marks. */
export function render(results: Results): string {
  const { day, machine, versions, settings, notes } = results;
  const compared = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const shorter = settings.postgres === undefined ? "" : ` (${settings.postgres} of those on PostgreSQL)`;
  const lines = [
    `${day}, ${machine.cores} cores (${machine.system}), Node ${machine.node}; ${compared.join(", ")}. ${settings.connections} connections,`,
    `${settings.rounds} rounds of ${settings.seconds} seconds a side${shorter}, medians. Client and server share the machine, whose load was`,
    `${machine.load} at the beginning: ratios are what counts.`,
    "",
    ...ratesOf(results),
    ...targetsOf(results),
    ...figuresOf(results),
    ...notes.map((note) => `- ${note}`),
  ];
  return lines.join("\n").trimEnd();
}

/** A text with the part between the marks made anew. */
export function rewrite(text: string, results: Results): string {
  const [before = "", rest = ""] = text.split(BEGIN);
  const [, after = ""] = rest.split(END);
  return `${before}${BEGIN}\n\n${render(results)}\n\n${END}${after}`;
}
