// The README's words about speed, made from the results of the bench.

export interface Results {
  readonly day: string;
  readonly machine: {
    readonly cores: number;
    readonly memoryGiB: number;
    readonly system: string;
    readonly node: string;
    /** Its load average when the bench began; well under 1 where nothing else was running. */
    readonly load: number;
  };
  readonly question: string;
  readonly bytes: number;
  readonly connections: number;
  readonly seconds: number;
  /** By name: requests a second, their ratio to the bare side's, and the 99th percentile of latency in milliseconds. */
  readonly sides: Readonly<Record<string, { readonly rate: number; readonly ratio: number; readonly p99: number }>>;
  /** Milliseconds from spawning the command to its first 200. */
  readonly startMs: { readonly fresh: number; readonly existing: number };
}

/** The sides, in the order in which they are told. */
export const SIDES = {
  bare: "bare `node:http`",
  quiet: "this server, without request log",
  logged: "this server, one log line a request, to a file",
  unkept: "this server, with no answer kept (`CACHE_BYTES=0`), without request log",
} as const;
export type SideName = keyof typeof SIDES;

export const BEGIN = "<!-- written by npm run bench -->";
export const END = "<!-- end -->";

/** What stands between the two marks. */
export function render({ day, machine, question, bytes, connections, seconds, sides, startMs }: Results): string {
  const rows = Object.entries(SIDES).flatMap(([name, words]) => {
    const side = sides[name];
    return side === undefined ? [] : [`| ${words} | ${side.rate} | ${side.ratio} | ${side.p99} |`];
  });
  return [
    `${day}, ${machine.cores} cores (${machine.system}), Node ${machine.node}: \`${question}\`, ${bytes} bytes a page, ${connections}`,
    `connections, two rounds of ${seconds} seconds a side, medians. Ratios are what counts: client and server share the machine, whose`,
    `load was ${machine.load} at the beginning.`,
    "",
    "| side | requests a second | of bare | p99, ms |",
    "|---|---|---|---|",
    ...rows,
    "",
    `From the command to its first 200, median of five: ${startMs.fresh} ms on a fresh database, ${startMs.existing} ms on one that is there.`,
  ].join("\n");
}

/** A text with the part between the marks made anew. */
export function rewrite(text: string, results: Results): string {
  const [before = "", rest = ""] = text.split(BEGIN);
  const [, after = ""] = rest.split(END);
  return `${before}${BEGIN}\n\n${render(results)}\n\n${END}${after}`;
}
