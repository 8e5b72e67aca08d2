// Answer: what every tool gives: some records in short, how many there are, how to go on, hints, and addresses.
import { z } from "zod";
import type { Listed } from "./ask.ts";
import type { Shape } from "./shapes.ts";

/** An answer, also as `structuredContent`. */
export interface Answer {
  readonly data: readonly Shape[];
  readonly total?: number;
  readonly next?: string;
  readonly notes?: readonly string[];
  readonly links: Readonly<Record<string, string>>;
}

/** What every answer is; items differ by tool and leave out what is unknown. */
export const ENVELOPE = z.object({
  data: z.array(z.looseObject({})),
  total: z.number().optional(),
  next: z.string().optional(),
  notes: z.array(z.string()).optional(),
  links: z.looseObject({}),
});

/** The cursor in the address of the next page. */
function nextOf(address: string | null | undefined): string | undefined {
  return address == null ? undefined : (new URL(address, "http://x").searchParams.get("cursor") ?? undefined);
}

/** The answer for some records of a list of the API: its totals, its hints and where it goes on. */
export function envelope(
  data: readonly Shape[],
  { meta, links }: Omit<Listed<unknown>, "data">,
  more: Record<string, string>,
): Answer {
  const { total, totalIsLowerBound = false, notes = [] } = meta;
  const next = nextOf(links.next);
  return {
    data,
    ...(total == null ? {} : { total }),
    ...(next === undefined ? {} : { next }),
    ...(notes.length === 0 && !totalIsLowerBound
      ? {}
      : { notes: [...notes, ...(totalIsLowerBound ? ["There are more than `total`."] : [])] }),
    links: more,
  };
}
