// Synonyms: what the parameters of other interfaces are called here.
import { didYouMean } from "../suggest.ts";

/** Names as other interfaces have them, in small letters and without `_`, `-` and `$`; of what is here, the first that an address has. */
const SYNONYMS: readonly (readonly [theirs: string, ours: readonly string[]])[] = [
  ["page pageno pagenumber pagetoken nextpage nexttoken offset skip start_at startindex startingafter", ["cursor"]],
  ["pagesize perpage size rows top first max maxresults maxrecords results num hits take", ["limit"]],
  ["order orderby ordering sortby sortorder direction dir", ["sort"]],
  ["query search text term terms keyword keywords words s filter where match contains", ["q"]],
  ["city place places location locations where town room", ["venue", "within"]],
  ["date day on when time", ["from", "year", "since"]],
  ["from start begin startdate begindate datefrom fromdate startyear yearfrom mindate after gte", ["from", "since"]],
  ["end until enddate dateto todate endyear yearto maxdate before till lte", ["to"]],
  ["updated updatedafter modified modifiedsince changedsince lastmodified since", ["updatedSince", "since"]],
  ["language locale hl l", ["lang"]],
  ["state states nation countries countrycode iso iso2 iso3", ["country"]],
  ["person persons people who actor actors name participants", ["participant", "speaker"]],
  ["eventtype category kind class", ["type", "kind"]],
  ["subject theme topics tag tags", ["topic"]],
  ["expand embed populate with related join", ["include"]],
  ["select columns cols props properties attributes only field", ["fields"]],
  ["id guid key uuid", ["ids"]],
  ["output fmt mime accept type", ["format"]],
  ["bounds box extent rect", ["bbox"]],
  ["lat lon lng long latitude longitude latlng point around center", ["near"]],
  ["distance within km", ["radius"]],
  ["groupby group facet facets aggregate aggs dimension", ["by"]],
  ["random shuffle", ["sample"]],
  ["total totalcount includetotal", ["count"]],
  ["amount amountmin minvalue valuemin above over", ["min"]],
  ["amountmax maxvalue valuemax below under", ["max"]],
];

/** How some are used, where the name alone would not tell. */
const USE: Readonly<Record<string, string>> = {
  cursor: "pages follow `links.next`, which has the `cursor`",
  from: "a window of time is `from` and `to`: a day is `from=2023-10-17&to=2023-10-17`",
  to: "a window of time is `from` and `to`, both included",
  near: "a point is `near=39.9,116.4`, latitude first",
  sort: "the order is `sort`, descending with `-`: `sort=-date`",
  since: "the first day is `since`",
};

/** What is neither here nor needed. */
const NEEDLESS: readonly (readonly [theirs: string, says: string])[] = [
  ["apikey accesstoken token auth appid clientid", "no key is needed"],
  ["callback jsonp", "there is no JSONP: any origin may read JSON"],
];

const bare = (name: string) => name.toLowerCase().replace(/[_$-]/g, "");
const lookup = <T>(rows: readonly (readonly [string, T])[]) =>
  new Map(rows.flatMap(([theirs, ours]) => theirs.split(" ").map((name) => [bare(name), ours] as const)).reverse());
const OURS = lookup(SYNONYMS);
const SAID = lookup(NEEDLESS);

/** What may have been meant by a parameter that an address does not have, as the end of a sentence. */
function hintFor(key: string, known: readonly string[]): string {
  const [, name = key, brackets] = /^(.{1,64}?)(\[[^\]]*\])+$/.exec(key) ?? [];
  // `country[0]=KZ` and `filter[country]=KZ`.
  const inside = brackets?.slice(1, -1) ?? "";
  if (known.includes(inside)) return `; write it without brackets: \`${inside}=\``;
  if (brackets !== undefined && known.includes(name)) return `; write it without brackets: \`${name}=\``;
  const plain = name.replace(/\.all$/, "");
  if (plain !== name && known.includes(plain))
    return `; a record has one value of \`${plain}\`: any of several are \`${plain}=a,b\``;
  const said = SAID.get(bare(name));
  if (said !== undefined) return `; ${said}`;
  const ours = OURS.get(bare(name))?.find((one) => known.includes(one));
  if (ours === undefined) return didYouMean(name, known);
  return `; ${USE[ours] ?? `did you mean \`${ours}\`?`}`;
}

/** What is wrong with parameters that an address does not have, a line each. */
export function unknownFaults(keys: readonly string[], known: readonly string[]): string {
  return keys.map((key) => `is not a parameter here${hintFor(key, known)}`).join("\n");
}
