// Tables: how the build at hand compares with another one, as docs/benchmarks.md and the command show it.
import type { Compared, Findings, Ratios, Spread } from "./findings.ts";
import { OTHERS, type Other, outcome, PAGE_MOST, PAGES, PART_AIMS, type SideName, WORKS } from "./works.ts";

const thousands = (number: number) => number.toLocaleString("en");
const spread = (one: Spread | null) => (one === null ? "" : `${one.middle} (${one.low} to ${one.high})`);
const SIDES: Readonly<Record<SideName, string>> = { ours: "Communiqué", ...OTHERS };

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** What was aimed at, and whether it was reached; nothing where nothing was aimed at. */
function aimed(ratios: Ratios, aim: number | undefined): [string, string] {
  return aim === undefined ? ["", ""] : [`≥ ${aim}`, outcome(ratios, aim)];
}

function ratioRows({ works, import: imported }: Findings): string[][] {
  const rows = works.flatMap(({ work, events, ratios }) =>
    (Object.entries(ratios) as [Other, Ratios][]).map(([other, both]) => {
      const aims: Readonly<Partial<Record<Other, number>>> = WORKS[work].aims;
      const says = [WORKS[work].says, thousands(events), OTHERS[other]];
      return [...says, spread(both.rate), spread(both.cpu), ...aimed(both, aims[other])];
    }),
  );
  if (imported === null) return rows;
  const { ratios, rows: count } = imported;
  const own = ["import", thousands(count), OTHERS.before, spread(ratios.rate), spread(ratios.cpu)];
  return [...rows, [...own, ...aimed(ratios, PART_AIMS.import)]];
}

function sideRows({ works }: Findings): string[][] {
  return works.flatMap(({ work, events, sides }) =>
    (Object.entries(sides) as [SideName, Compared["sides"]["ours"]][]).flatMap(([name, side]) =>
      side === undefined
        ? []
        : [
            [
              WORKS[work].says,
              thousands(events),
              SIDES[name],
              thousands(side.rate),
              side.cpu === null ? "" : thousands(side.cpu),
              side.thread === null ? "" : thousands(side.thread),
              String(side.p99),
            ],
          ],
    ),
  );
}

/** The longest that pages of one kind held the thread, on average. */
function pagesOf({ works }: Findings): string[] {
  const found = works.filter(({ work }) => PAGES.includes(work));
  return found.flatMap(({ work, events, sides }) => {
    const thread = sides.ours?.thread;
    if (thread == null) return [];
    const most = `${(thread / 1_000).toFixed(1)} ms, at most ${PAGE_MOST} ms were aimed at`;
    return [`- ${WORKS[work].says}, ${thousands(events)} events: a page holds the serving thread for ${most}.`];
  });
}

function partsOf({ import: imported, memory, same, notes }: Findings): string[] {
  return [
    ...same.map(
      ({ events, engine, compared, different }) =>
        `- ${thousands(events)} events on ${engine}: ${thousands(compared)} answers compared to the byte before anything was measured, ${different} different.`,
    ),
    ...(imported === null
      ? []
      : [
          `- Import of ${thousands(imported.rows)} rows: ${thousands(imported.ours.rate)} rows/s and ${imported.ours.cpu} µs of processor time a row, ` +
            `by the build before ${thousands(imported.before.rate)} rows/s and ${imported.before.cpu} µs.`,
        ]),
    ...memory.map(
      ({ events, asked, ours, before }) =>
        `- Resident memory after ${thousands(asked)} different lists of ${thousands(events)} events: ${ours} MiB, by the build before ${before} MiB: ` +
        `${(ours / before).toFixed(2)} of it (${PART_AIMS.memory} was aimed at).`,
    ),
    ...notes.map((text) => `- ${text}`),
  ];
}

/** One work, on a line. */
export function toldCompared({ work, events, sides, ratios }: Compared): string {
  const told = Object.entries(sides).map(([name, { rate, cpu }]) => `${name} ${rate}/s ${cpu ?? "?"} µs`);
  const times = Object.entries(ratios).map(
    ([name, { rate, cpu }]) => `${name} x${rate?.middle ?? "?"}, by processor time x${cpu?.middle ?? "?"}`,
  );
  return `  ${work.padEnd(9)} ${String(events).padEnd(8)} ${told.join(", ")}: ${times.join("; ")}`;
}

/** The section of the page. */
export function againstSection(findings: Findings): string {
  const { day, machine, before, seed, settings } = findings;
  return [
    "## Against the build before",
    "",
    `\`npm run bench -- --against\` on ${day}, ${machine.cores} cores (${machine.system}), Node ${machine.node}, load ${machine.load} at the beginning.`,
    `The working tree beside ${before}: seed ${seed}, ${settings.connections} connections, ${settings.rounds} rounds of ${settings.seconds} s a side, in reversed order every`,
    "second round. A ratio is how many times as fast Communiqué is in the same round: median, and quartiles in brackets. Processor time is",
    "that of the server with its readers. The limit of first lists and details is bare `node:http` with the statements of the page, that of",
    "repeated lists bare `node:http` with the same bytes. Pages are made anew for each request, and held against the answers whose data they show.",
    "",
    ...table(["work", "events", "against", "requests a second", "processor time", "aim", "met"], ratioRows(findings)),
    "",
    ...table(
      ["work", "events", "side", "answers a second", "µs an answer", "µs of the serving thread", "p99 in ms"],
      sideRows(findings),
    ),
    "",
    ...pagesOf(findings),
    ...partsOf(findings),
  ].join("\n");
}
