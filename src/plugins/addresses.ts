// Addresses: the address that was meant by one that there is not.
import { SLUG } from "../model/ids.ts";
import { nearest } from "../suggest.ts";

/** What comes first after `/v1`, as others call it, in small letters. */
const SYNONYMS: Readonly<Record<string, string>> = {
  ...to("events", "meetings meeting visits visit talks happenings incidents news articles-events calendar"),
  ...to("participants", "people persons person actors actor entities leaders politicians organizations delegations"),
  ...to("venues", "places place locations location cities city map"),
  ...to("quotes", "statements statement speeches speech quotations citations"),
  ...to("figures", "numbers amounts amount values statistics-figures claims"),
  ...to("sources", "articles article documents releases publications"),
  ...to("stats/events", "stats statistics counts count aggregate aggregations facets"),
  ...to("dyads", "pairs pair relations bilateral"),
  ...to("changes", "updates history feed changelog"),
  ...to("search", "find query q"),
  ...to("suggest", "autocomplete complete completion suggestions"),
  ...to("vocabularies", "vocabulary codes codelists terms"),
  ...to("vocabularies/countries", "countries country states state nations"),
};

/** Addresses outside `/v1` as other services have them. */
const OTHERS: Readonly<Record<string, string>> = {
  ...to("/docs", "swagger swagger-ui swagger-ui.html redoc api-docs apidocs documentation doc reference explorer"),
  ...to("/openapi.json", "swagger.json openapi openapi.yml api.json api-docs.json spec schema"),
  ...to("/livez", "health healthz ping status live alive"),
  ...to("/readyz", "ready readiness"),
  ...to("/", "index index.html home api"),
};

function to(ours: string, theirs: string): Record<string, string> {
  return Object.fromEntries(theirs.split(" ").map((name) => [name, ours]));
}

/** Formats by the endings of file names. */
const ENDINGS: Readonly<Record<string, string>> = {
  ...{ json: "", csv: "csv", tsv: "csv", xlsx: "csv", ndjson: "ndjson", jsonl: "ndjson", geojson: "geojson" },
  ...{ ics: "ics", ical: "ics", atom: "atom", rss: "atom", xml: "atom", jsonld: "jsonld", rdf: "jsonld" },
};

/**
 * The address that there is and that a path resembles, null where none does.
 * @param known the addresses of all routes, `:name` for a part that varies
 */
export function addressMeant(path: string, known: readonly string[]): string | null {
  const parts = path.toLowerCase().split("/").filter(Boolean);
  const last = parts.at(-1) ?? "";
  if (parts.length > 4) return null;
  const other = parts.length > 0 && parts.length < 3 ? OTHERS[last] : undefined;
  if (other !== undefined) return other;
  const [, name, ending = ""] = /^([^.]+)\.([a-z]+)$/.exec(last) ?? [];
  const format = ENDINGS[ending];
  if (name !== undefined && format !== undefined) parts[parts.length - 1] = name;
  const [first = "", ...rest] = parts.filter((part, at) => at > 1 || !/^(?:api|rest|v\d+)$/.test(part));
  const tops = [...new Set(known.flatMap((url) => /^\/v1\/([a-z]+)/.exec(url)?.[1] ?? []))];
  const top = SYNONYMS[first] ?? (tops.includes(first) ? first : nearest(first, tops));
  if (top === null) return known.includes(`/${parts.join("/")}`) ? `/${parts.join("/")}` : null;
  const whole = `/v1/${[top, ...rest.filter((part) => SLUG.test(part))].join("/")}`;
  const there = [whole, `/v1/${top}`, `/v1/${first}`].find((one) => isKnown(one, known));
  if (there === undefined || there === path) return null;
  return format === undefined || format === "" ? there : `${there}?format=${format}`;
}

function isKnown(path: string, known: readonly string[]): boolean {
  const parts = path.split("/");
  return known.some((url) => {
    const names = url.split("/");
    return names.length === parts.length && names.every((one, at) => one.startsWith(":") || one === parts[at]);
  });
}
