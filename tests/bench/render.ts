// The page of benchmarks, docs/benchmarks.md: made whole from the results of the bench.
import type { Findings } from "./against/findings.ts";
import { againstSection } from "./against/tables.ts";
import { SIDES, type SideName, WORKS } from "./questions.ts";
import type { Cell, Results } from "./results.ts";
import { TARGETS } from "./targets.ts";

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
  return [
    "### Requests a second (p99)",
    "",
    ...table(["work", "events", ...sides.map((side) => SIDES[side])], rows),
    "",
  ];
}

function targetsOf(results: Results): string[] {
  const rows = TARGETS.flatMap(({ says, aim, of }) => {
    const outcome = of(results);
    if (outcome === null) return [];
    return [[says, outcome.measured, aim, outcome.met === null ? "" : outcome.met ? "yes" : "**no**"]];
  });
  return rows.length === 0 ? [] : ["### Targets", "", ...table(["target", "measured", "aim", "met"], rows), ""];
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
      `Memory after ${thousands(memory.queries)} different queries to ${thousands(memory.events)} events: ${memory.before} MiB before, ` +
        `${memory.half} MiB half way, ${memory.after} MiB at the end, ${memory.peak} MiB at most.`,
    counts &&
      `The first counts of a new process over ${thousands(counts.events)} events, with the time of bare SQLite in brackets: ` +
        `${counts.asked.map(({ path, ms, bare }) => `\`${path}\` ${ms} ms (${bare} ms)`).join(", ")}.`,
    isolation &&
      `Look-ups: p50 ${isolation.idle.p50} ms and p99 ${isolation.idle.p99} ms on an idle server, ` +
        `p50 ${isolation.busy.p50} ms and p99 ${isolation.busy.p99} ms beside the slowest queries.`,
    sent &&
      `CSV export of ${thousands(sent.rows)} rows, ${thousands(sent.mebibytes)} MiB in ${sent.seconds} s, of which the client read slowly for the first ${sent.slowSeconds} s: ` +
        `${sent.before} MiB resident before, ${sent.peak} MiB at most.`,
  ];
  return sentences.flatMap((sentence) => (sentence == null ? [] : [`- ${sentence}`]));
}

/** What was measured, without how. */
export function render(results: Results): string {
  const { day, machine, versions, settings, notes } = results;
  const compared = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const shorter = settings.postgres === undefined ? "" : ` (${settings.postgres} of those on PostgreSQL)`;
  const lines = [
    "## Results",
    "",
    `${day}, ${machine.cores} cores (${machine.system}), Node ${machine.node}; ${compared.join(", ")}. ${settings.connections} connections,`,
    `${settings.rounds} rounds of ${settings.seconds} seconds a side${shorter}, medians. The load of the machine was ${machine.load} at the beginning.`,
    "",
    ...ratesOf(results),
    ...targetsOf(results),
    "### Details",
    "",
    ...figuresOf(results),
    ...notes.map((note) => `- ${note}`),
  ];
  return lines.join("\n").trimEnd();
}

const HEAD = `<!-- Written by \`npm run bench\` from tests/bench/results.json, and anew by \`npm run docs\`. -->

# Benchmarks

\`npm run bench\` measures how fast Communiqué answers and imports, beside other programs on the same machine, and writes this
page.

## How it is measured

The bench takes real GDELT rows, gives them new ids and dates, and imports 10,000 and 1,000,000 of them. The same client
(\`autocannon\`) then asks each program over 127.0.0.1:

- Communiqué, as it is started in production.
- Communiqué on a PostgreSQL with \`fsync\` on and 512 MB of \`shared_buffers\`: one server, and two that are asked in turn.
- Bare \`node:http\`, which sends the same bytes with the same headers: the limit of the protocol.
- Bare \`node:sqlite\`, asked in a loop without HTTP: the limit of the database engine.
- Platformatic DB over SQLite, with the same rows and indexes.
- \`json-server\`, with 10,000 events only.

Client and server share the machine, so compare ratios, not absolute numbers. Where the ratio to bare \`node:http\` is near 1, the
client is the limit.

`;

const FOOT = `

## Run it yourself

| command | does |
|---|---|
| \`npm run bench\` | measures everything and writes this page; it takes long and needs gigabytes of temporary files |
| \`npm run bench -- --small\` | measures 10,000 events for seconds, and writes nothing |
| \`npm run bench -- --only first,import\` | measures the named parts, and writes nothing |
| \`npm run bench -- --only pg --merge\` | measures PostgreSQL alone, and puts each result into this page as soon as it is there |
| \`npm run bench -- --against main\` | compares the working tree with a commit, and writes the tables of that into this page |
| \`npm run bench -- --against main --quick\` | compares both over 10,000 events in less than three minutes, and writes nothing |
| \`npm run bench -- --help\` | lists all options |

The programs it compares with are pinned in \`tests/bench/peers\`, and the bench installs them. The GDELT rows are not part of the
project: the bench takes them from \`../shared/data\`, and says so when they are not there.
`;

/** The page, whole; without a section of its own where no builds were compared. */
export function page(results: Results, findings: Findings | null): string {
  const compared = findings === null ? "" : `\n\n${againstSection(findings)}`;
  return `${HEAD}${render(results)}${compared}${FOOT}`;
}
