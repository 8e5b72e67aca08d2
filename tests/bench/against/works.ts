// Works: what is asked of both builds, and how many times as fast as another side each was set out to be.
import type { Ratios } from "./findings.ts";

/** The sides that the build at hand is held against. */
export const OTHERS = {
  before: "the build before",
  platformatic: "Platformatic DB",
  limit: "the limit",
  json: "its JSON answers",
} as const;
export type Other = keyof typeof OTHERS;
export type SideName = Other | "ours";

interface WorkInfo {
  readonly says: string;
  /** The least ratio to a side that was aimed at, where one was. */
  readonly aims: Readonly<Partial<Record<Other, number>>>;
}

/**
 * What is asked by which means is in questions.ts. Against the build before, what is aimed at is what was set for a server
 * that answers nothing before its framework's hooks (head of `src/plugins/caching.ts`).
 */
export const WORKS = {
  first: { says: "first lists", aims: { before: 3, platformatic: 2.5, limit: 0.45 } },
  filtered: { says: "lists by country, type and date", aims: { before: 3, platformatic: 2.5 } },
  drawn: { says: "lists by filters drawn from the document", aims: {} },
  stats: { says: "counts by type in a window", aims: { before: 5 } },
  groups: { says: "counts by fields and filters drawn from the document", aims: {} },
  search: { says: "lists by a word and date", aims: { before: 2.8, platformatic: 1 } },
  detail: { says: "details", aims: { before: 1.2, platformatic: 1.5 } },
  repeated: { says: "repeated lists", aims: { before: 0.95, limit: 0.95 } },
  pgFirst: { says: "first lists on PostgreSQL", aims: { before: 2 } },
  pgSearch: { says: "lists by a word and date on PostgreSQL", aims: {} },
  pgStats: { says: "counts by type on PostgreSQL", aims: {} },
  home: { says: "home page, nothing kept", aims: { json: 0.5 } },
  article: { says: "article pages, nothing kept", aims: { json: 0.5 } },
  event: { says: "event pages, nothing kept", aims: { json: 0.5 } },
  kinds: { says: "pages of eleven other kinds, nothing kept", aims: { json: 0.5 } },
} as const satisfies Readonly<Record<string, WorkInfo>>;
export type Work = keyof typeof WORKS;

export const ALL = Object.keys(WORKS) as Work[];
export const PAGES: readonly Work[] = ["home", "article", "event", "kinds"];
export const ON_POSTGRES: readonly Work[] = ["pgFirst", "pgSearch", "pgStats"];

/** Parts that are no requests. */
export const PARTS = ["import", "memory"] as const;
export type Part = (typeof PARTS)[number];

/** What was aimed at for the parts: rows a second, and resident memory, each relative to the build before. */
export const PART_AIMS = { import: 1.3, memory: 0.8 } as const;

/** The thread that serves is held for at most so many milliseconds by a page. */
export const PAGE_MOST = 10;

/** Whether both ratios of a side reach what was aimed at, or which of them does. */
export function outcome({ rate, cpu }: Ratios, aim: number): string {
  const reached = [rate?.middle, cpu?.middle].map((ratio) => ratio === undefined || ratio >= aim);
  if (reached.every((one) => one)) return "yes";
  if (reached.every((one) => !one)) return "**no**";
  return reached[0] ? "by requests a second" : "by processor time";
}
