// Targets: what was set out to be reached, each beside what was measured.
import type { SideName, Work } from "./questions.ts";
import { type Results, rounded } from "./results.ts";

export interface Outcome {
  readonly measured: string;
  /** Null where a figure is given and no limit was set. */
  readonly met: boolean | null;
}

interface Target {
  readonly says: string;
  readonly aim: string;
  /** Null where it was not measured. */
  readonly of: (results: Results) => Outcome | null;
}

const thousands = (number: number) => number.toLocaleString("en");

function rateOf({ rates }: Results, events: number, work: Work, side: SideName): number | null {
  return rates.find((one) => one.events === events && one.work === work)?.sides[side]?.rate ?? null;
}

const sizesOf = ({ rates }: Results) => [...new Set(rates.map(({ events }) => events))].sort((a, b) => a - b);

/** The ratio of two sides at each number of events; the least one counts. */
function ratio(work: Work, side: SideName, other: SideName, least: number): Target["of"] {
  return (results) => {
    const ratios = sizesOf(results).flatMap((events) => {
      const [one, two] = [rateOf(results, events, work, side), rateOf(results, events, work, other)];
      return one === null || two === null || two === 0 ? [] : [{ events, ratio: rounded(one / two, 2) }];
    });
    if (ratios.length === 0) return null;
    const words = ratios.map(({ events, ratio }) => `${ratio} at ${thousands(events)}`);
    return { measured: words.join(", "), met: ratios.every(({ ratio }) => ratio >= least) };
  };
}

/** Works that are no repetition, and what they are called beside each other. */
const OTHERS: Readonly<Partial<Record<Work, string>>> = {
  first: "lists",
  detail: "records",
  filtered: "filtered lists",
  stats: "counts",
  search: "searches",
};

/** Every work on PostgreSQL as so many times the rate of another side, at each number of events; nothing was aimed at. */
function times(side: SideName, other: SideName): Target["of"] {
  return (results) => {
    const words = sizesOf(results).flatMap((events) => {
      const works = Object.entries({ repeated: "cached list", ...OTHERS }).flatMap(([work, says]) => {
        const [one, two] = [side, other].map((name) => rateOf(results, events, work as Work, name));
        return one == null || two == null || two === 0 ? [] : [`${says} ${rounded(one / two, 2)}`];
      });
      return works.length === 0 ? [] : [`${works.join(", ")} at ${thousands(events)}`];
    });
    return words.length === 0 ? null : { measured: words.join("; "), met: null };
  };
}

export const TARGETS: readonly Target[] = [
  {
    says: "cached list, relative to bare `node:http`",
    aim: "≥ 0.65",
    of: ratio("repeated", "ours", "node", 0.65),
  },
  { says: "the same with request logs", aim: "≥ 0.4", of: ratio("repeated", "logged", "node", 0.4) },
  {
    // A page of another list, a record, counts: each has its own bytes, so this says how far they are from the limit.
    says: "uncached requests, relative to the rate at which bare `node:http` sends the list",
    aim: "",
    of: (results) => {
      const limit = results.rates.flatMap(({ sides }) => sides.node?.rate ?? []).at(0);
      const size = sizesOf(results)[0] ?? 0;
      if (limit === undefined) return null;
      const works = Object.entries(OTHERS).flatMap(([work, says]) => {
        const rate = rateOf(results, size, work as Work, "ours");
        return rate === null ? [] : [`${says} ${rounded(rate / limit, 2)}`];
      });
      return works.length === 0 ? null : { measured: `${works.join(", ")} at ${thousands(size)}`, met: null };
    },
  },
  {
    says: "uncached lists, relative to Platformatic DB",
    aim: "≥ 2.5",
    of: ratio("first", "ours", "platformatic", 2.5),
  },
  { says: "uncached lists, relative to json-server", aim: "≥ 50", of: ratio("first", "ours", "jsonServer", 50) },
  {
    says: "uncached lists among the most events, relative to the fewest",
    aim: "≥ 0.6",
    of: (results) => {
      const sizes = sizesOf(results);
      const [least = 0, most = 0] = [sizes[0], sizes.at(-1)];
      const [few, many] = [rateOf(results, least, "first", "ours"), rateOf(results, most, "first", "ours")];
      if (least === most || few === null || many === null) return null;
      return { measured: String(rounded(many / few, 2)), met: many / few >= 0.6 };
    },
  },
  {
    says: "rows imported, relative to `sqlite3 .import` into a bare table",
    aim: "≥ 0.1, better 0.25",
    of: ({ import: done }) => {
      if (done === null || done.bare === null) return null;
      return { measured: String(rounded(done.rate / done.bare, 2)), met: done.rate / done.bare >= 0.1 };
    },
  },
  { says: "two processes on one port (`WORKERS=2`), relative to one", aim: "", of: times("several", "ours") },
  { says: "PostgreSQL, relative to SQLite", aim: "", of: times("postgres", "ours") },
  { says: "two servers on one PostgreSQL, relative to one", aim: "", of: times("pair", "postgres") },
  {
    says: "rows imported into PostgreSQL, relative to SQLite",
    aim: "",
    of: ({ postgres }) =>
      postgres == null ? null : { measured: String(rounded(postgres.rate / postgres.sqlite, 2)), met: null },
  },
  {
    says: "time from start to the first list",
    aim: "< 1,000 ms",
    of: ({ start }) => start && { measured: `${thousands(start.ms)} ms`, met: start.ms < 1_000 },
  },
  {
    says: "resident memory while serving lists",
    aim: "< 400 MiB",
    of: ({ memory }) => memory && { measured: `${memory.resident} MiB`, met: memory.resident < 400 },
  },
  {
    says: "growth of memory in the second half of many different queries",
    aim: "< 10 %",
    of: ({ memory }) => {
      if (memory === null) return null;
      const growth = memory.after / memory.half - 1;
      return { measured: `${rounded(100 * growth, 1)} %`, met: growth < 0.1 };
    },
  },
  {
    says: "slowest count over all events",
    aim: "< 50 ms",
    of: ({ counts }) => {
      if (counts === null) return null;
      const slowest = Math.max(...counts.asked.map(({ ms }) => ms));
      return { measured: `${slowest} ms`, met: slowest < 50 };
    },
  },
  {
    says: "p99 of look-ups beside the slowest queries, relative to an idle server",
    aim: "< 3",
    of: ({ isolation }) => {
      if (isolation === null) return null;
      const times = isolation.busy.p99 / isolation.idle.p99;
      return { measured: String(rounded(times, 2)), met: times < 3 };
    },
  },
  {
    says: "memory for a CSV export to a slow reader",
    aim: "",
    of: ({ export: sent }) => sent && { measured: `${sent.peak - sent.before} MiB`, met: null },
  },
];
