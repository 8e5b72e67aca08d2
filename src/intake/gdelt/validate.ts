// GDELT rows: each is found broken, out of scope or valid, and the values of a valid one are read.
//
// A row is broken when a value cannot be what its column holds; it is skipped and counted, with line, column and
// reason. It is unwanted when it is sound and outside the scope. Nothing of a row that is skipped is kept. A first row
// of another width means another kind of file, and nothing of the file is imported.
//
// A year or more between the event and its import is a warning, not a fault: the words "last year" are dated to the day
// a year before the article, and old stories are often dated wrong by years. Such a row is kept.

import type { Codes } from "../../model/codes.ts";
import type { SerialId, Skipped, Warned, Withdrawn } from "../../model/import-row.ts";
import type { Reference } from "../../model/reference.ts";
import { brief } from "../input/faults.ts";
import { columnOf, field, mended, type Row } from "../input/tsv.ts";
import { type ActorPair, type ActorText, actorReader } from "./actors.ts";
import { codings, type EventCoding } from "./cameo.ts";
import { added, columnsOf, count, type Dated, day, decimal, LAYOUTS, type Layout } from "./columns.ts";
import { type ActionLocation, locationReader } from "./locations.ts";

export interface GdeltOptions {
  /** `diplomatic`: rows of verbal and material cooperation (CAMEO roots 01 to 06) in which a state meets others. */
  readonly scope: "diplomatic" | "all";
  readonly reference: Reference;
  /** The id of the venue that is the whole country. */
  readonly countryVenue: (country: string) => string;
}

/** What a sound row says. */
export interface ValidRow {
  readonly kind: "sound";
  readonly line: number;
  readonly number: `${number}`;
  readonly layout: Layout;
  readonly date: Dated;
  readonly added: Dated & { readonly order: number };
  readonly coding: EventCoding;
  readonly pair: ActorPair;
  /** Both actors as the row has them: code, name and country; empty where nobody is named. */
  readonly actors: readonly [string, string];
  readonly position: ActionLocation;
  readonly scores: NonNullable<Codes["gdelt"]>;
}

const isEventId = (text: string): text is `${number}` => /^(?:0|[1-9]\d{0,9})$/.test(text);
const HEADER = /^GLOBALEVENTID$/i;

/** A sound row that is not wanted, with what takes an older version of it out. */
export interface Unwanted {
  readonly kind: "unwanted";
  readonly skipped: Skipped;
  readonly withdrawn: Withdrawn<SerialId>;
}

/** Judges rows of any file; what it has once looked up it keeps. */
export function validator({
  scope,
  reference,
  countryVenue,
}: GdeltOptions): (row: Row, file: string) => ValidRow | Unwanted | Skipped {
  const pairOf = actorReader(reference);
  const codes = codings(reference);
  const positionOf = locationReader(reference, countryVenue);

  return (row, file) => {
    const wrong = (at: number, reason: string, detail: string) =>
      skipped(file, row.line, columnOf(row, row.starts[at] as number), reason, detail);
    const layout = LAYOUTS.get(row.width);
    if (layout === undefined) return unfit(row, file);
    const number = field(row, 0);
    if (!isEventId(number)) {
      if (row.line === 1 && HEADER.test(number)) return notWanted(file, row.line, "header");
      return wrong(0, "bad event id", brief(number));
    }
    const date = day(field(row, 1));
    if (date === null) return wrong(1, "bad date", `SQLDATE ${brief(field(row, 1))}`);
    const coding = codes.get(field(row, layout.code));
    if (coding === undefined) return wrong(layout.code, "unknown CAMEO code", brief(field(row, layout.code)));
    const scores = {
      goldstein: decimal(field(row, layout.goldstein)),
      tone: decimal(field(row, layout.tone)),
      mentions: count(field(row, layout.mentions)),
      sources: count(field(row, layout.sources)),
      articles: count(field(row, layout.articles)),
      url: layout.url === null ? null : mended(field(row, layout.url)).trim() || null,
    };
    const bad = NUMBERS.find((name) => Number.isNaN(scores[name]));
    if (bad !== undefined) return wrong(layout[bad], "bad number", `${bad} ${brief(field(row, layout[bad]))}`);
    const [from, to] = layout.geography;
    const position = positionOf(between(row, from, to));
    if ("reason" in position) return wrong(from + position.at, position.reason, position.detail);
    const moment = added(field(row, layout.added));
    if (moment === null) return wrong(layout.added, "bad date", `DATEADDED ${brief(field(row, layout.added))}`);
    const [first, second] = [actorAt(row, layout.actor1), actorAt(row, layout.actor2)];
    const pair = pairOf(first, second);
    const actors = [first.text.trim(), second.text.trim()] as const;
    if (scope === "diplomatic") {
      const reason = outOfScope(coding, pair);
      if (reason !== null) {
        const withdrawn = { kind: "withdrawn", id: `gdelt-${number}`, order: moment.order } as const;
        return { kind: "unwanted", skipped: notWanted(file, row.line, reason), withdrawn };
      }
    }
    return {
      kind: "sound",
      line: row.line,
      number,
      layout,
      date,
      added: moment,
      coding,
      pair,
      actors,
      position,
      scores,
    };
  };
}

/** Why a row is none of diplomacy between states; null where it is. */
function outOfScope(coding: EventCoding, pair: ActorPair): string | null {
  if (!coding.diplomatic) return "out of scope";
  if (pair.domestic) return "domestic";
  // Diplomacy is the business of states: with none known, a row tells of companies, schools and courts. One known state
  // is enough: whom it addresses is often no state (a union, a region) or not named.
  return pair.countries.length === 0 ? "no known state" : null;
}

const NUMBERS = ["goldstein", "mentions", "sources", "articles", "tone"] as const;

/** Fields with the tabs between them. */
function between({ text, starts }: Row, first: number, last: number): string {
  return text.slice(starts[first], (starts[last + 1] as number) - 1);
}

function actorAt(row: Row, at: number): ActorText {
  return { text: between(row, at, at + 2), country: field(row, at + 2) };
}

export function skipped(file: string, line: number, column: number, reason: string, detail: string): Skipped {
  return { kind: "skipped", file, line, column, reason, detail, broken: true };
}

function notWanted(file: string, line: number, reason: string): Skipped {
  return { kind: "skipped", file, line, column: null, reason, detail: null, broken: false };
}

function unfit({ width, line }: Row, file: string): Skipped {
  return skipped(file, line, 1, "wrong number of columns", columnsOf(width));
}

/**
 * A year or more between the event and its import is told: what an article calls "last year" is dated to the day a year
 * before it (its date is then not certain), and old stories are often dated wrong by years.
 */
const WARN_DAYS = 365;

export function warningOf({ date, added, line, layout }: ValidRow, file: string): Warned | null {
  // The back-file of 1979 to March 2013, which has no addresses, was added all at once.
  if (layout.url === null || Math.abs(date.number - added.number) < WARN_DAYS) return null;
  return { kind: "warned", file, line, detail: `dated ${date.text}, but added on ${added.text}` };
}
