// GDELT columns: the layouts of its event tables, by width, and how their values are read.
import { memo } from "../input/memo.ts";

const GEO = ["Type", "FullName", "CountryCode", "Division", "Subdivision", "Lat", "Long", "FeatureID"];
const ACTOR = ["Code", "Name", "Country", "Group", "Ethnic", "Religion1", "Religion2", "Type1", "Type2", "Type3"];
const places = (who: string) => GEO.map((part) => `${who}Geo${part}`);
const actor = (who: string) => ACTOR.map((part) => `${who}${part}`);

/** GDELT 2.0, in order (GDELT Event Codebook 2.0). */
const COLUMNS = [
  ...["id", "day", "month", "year", "fraction"],
  ...[...actor("actor1"), ...actor("actor2")],
  ...["isRoot", "code", "base", "root", "quad", "goldstein", "mentions", "sources", "articles", "tone"],
  ...[...places("actor1"), ...places("actor2"), ...places("action")],
  ...["added", "url"],
];

/** Where the columns are that are read. A row of GDELT 1.0 has no subdivisions, an old one no address either. */
export interface Layout {
  readonly version: "GDELT 1.0" | "GDELT 2.0";
  readonly actor1: number;
  readonly actor2: number;
  readonly code: number;
  readonly goldstein: number;
  readonly mentions: number;
  readonly sources: number;
  readonly articles: number;
  readonly tone: number;
  /** From the type to the feature. */
  readonly geography: readonly [first: number, last: number];
  readonly added: number;
  readonly url: number | null;
}

function layout(version: Layout["version"], columns: readonly string[]): readonly [number, Layout] {
  const at = (name: string) => columns.indexOf(name);
  const read = {
    version,
    actor1: at("actor1Code"),
    actor2: at("actor2Code"),
    code: at("code"),
    goldstein: at("goldstein"),
    mentions: at("mentions"),
    sources: at("sources"),
    articles: at("articles"),
    tone: at("tone"),
    geography: [at("actionGeoType"), at("actionGeoFeatureID")] as const,
    added: at("added"),
    url: columns.includes("url") ? at("url") : null,
  };
  return [columns.length, read];
}

const FIRST = COLUMNS.filter((name) => !name.endsWith("GeoSubdivision"));

/** By the number of columns: 61, 58 and 57. */
export const LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  layout("GDELT 2.0", COLUMNS),
  layout("GDELT 1.0", FIRST),
  layout("GDELT 1.0", FIRST.slice(0, -1)),
]);

/** What is told of a row of another width. */
export const columnsOf = (width: number) =>
  `${width} column${width === 1 ? "" : "s"}, where a row has ${[...LAYOUTS.keys()]
    .sort()
    .join(", ")
    .replace(/, (?=\d+$)/, " or ")}`;

/** A calendar day; `number` counts days, so that two can be subtracted. */
export interface Dated {
  readonly text: string;
  readonly number: number;
}

/** YYYYMMDD; null when there is no such day. */
export const day = memo<Dated | null>(20_000, (text) => {
  if (!/^[12]\d{7}$/.test(text)) return null;
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // A day that is not in the calendar is no time, or another day's.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) return null;
  return { text: iso, number: time / 86_400_000 };
});

/** The minute of import as a number that sorts, YYYYMMDDhhmmss; a row of GDELT 1.0 has the day alone. */
export const added = memo<(Dated & { readonly order: number }) | null>(20_000, (text) => {
  const match = /^(\d{8})((?:[01]\d|2[0-3])[0-5]\d[0-5]\d)?$/.exec(text);
  const date = day(match?.[1] ?? "");
  return date === null ? null : { ...date, order: Number(`${match?.[1]}${match?.[2] ?? "000000"}`) };
});

/** A decimal number, null where the field is empty, NaN where it is none. */
export function decimal(text: string): number | null {
  if (text === "") return null;
  return /^-?\d{1,12}(?:\.\d{1,24})?(?:[Ee]-?\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
}

/** A count, null where the field is empty, NaN where it is none. */
export function count(text: string): number | null {
  if (text === "") return null;
  return /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
}
