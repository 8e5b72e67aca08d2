// GDELT mirrors: a visit that a table tells in two rows, "make a visit" (042) and "host a visit" (043).
//
// GDELT codes the same sentence from both sides. A row is the mirror of another when both have the address of one
// article, the same day and the same two actors, exchanged; each is the mirror of one row at most. The later row of the
// file is linked to the earlier one. In five files 673 rows "make" and 671 rows "host", and 567 pairs are found so. An
// actor that is not named is nobody on both sides. Rows without an address have no mirror, and neither have rows of two
// files: an article is read once.
import type { Event } from "../../model/event.ts";
import type { ValidRow } from "./validate.ts";

type Relations = Event["relations"];

const SIDES: Readonly<Record<string, "visitor" | "host">> = { "042": "visitor", "043": "host" };

/** Rows of one article, day and two actors that have no mirror yet, by the side that they tell of. */
interface Waiting {
  readonly visitor: string[];
  readonly host: string[];
}

/** What the rows of a file are the mirror of. */
export function mirrorReader(): (row: ValidRow, id: string) => Relations {
  const waiting = new Map<string, Waiting>();
  const told = new Map<string, Relations>();
  return ({ coding, scores, date, actors }, id) => {
    const side = SIDES[coding.code];
    if (side === undefined || scores.url === null) return [];
    // A row that comes again is itself.
    const before = told.get(id);
    if (before !== undefined) return before;
    const [visitor, host] = side === "visitor" ? actors : [...actors].reverse();
    const key = [scores.url, date.text, visitor, host].join("\n");
    const group = waiting.get(key) ?? { visitor: [], host: [] };
    waiting.set(key, group);
    const first = group[side === "visitor" ? "host" : "visitor"].shift();
    if (first === undefined) group[side].push(id);
    const relations: Relations = first === undefined ? [] : [{ type: "same-as", event: first }];
    told.set(id, relations);
    return relations;
  };
}
