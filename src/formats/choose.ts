// Choosing: which media type and which content coding a client asks for (RFC 9110, sections 12.5.1 and 12.5.3).
import Negotiator from "negotiator";

export const JSON_TYPE = "application/json";
export const HTML_TYPE = "text/html; charset=utf-8";
export const PROBLEM_TYPE = "application/problem+json";
/** https://www.w3.org/TR/annotation-protocol/#annotation-retrieval */
export const ANNOTATION_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';

/**
 * The first of `available` that the client accepts best, or null where it accepts none.
 * @param accept the Accept header; absent or empty accepts everything
 * @param available media types; parameters of ours do not take part in the choice
 */
export function choose(accept: string | undefined, available: readonly string[]): string | null {
  const ranges = rangesOf(accept ?? "");
  if (ranges.length === 0) return available[0] ?? null;
  const plain = available.map((type) => type.split(";")[0] ?? type);
  const chosen = new Negotiator({ headers: { accept: ranges.map(withoutParameters).join() } }).mediaType(plain);
  return chosen === undefined ? null : (available[plain.indexOf(chosen)] ?? null);
}

/** More than any client sends, and few enough to read in no time. */
const MOST = 100;

/** The elements of a list, of which those beyond {@link MOST} do not count; commas within quotes part nothing. */
function rangesOf(list: string): string[] {
  const ranges = (list.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).map((range) => range.trim());
  return ranges.filter((range) => range !== "").slice(0, MOST);
}

/** A media range with its weight alone: `application/ld+json;profile="…"` is asked for as `application/ld+json`. */
function withoutParameters(range: string): string {
  const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
  const weight = parameters.find((parameter) => /^q=/i.test(parameter));
  return weight === undefined ? type : `${type};${weight}`;
}

export type Coding = "br" | "gzip" | "identity";
/** Ours, the smallest first. */
const CODINGS: readonly Coding[] = ["br", "gzip", "identity"];

/**
 * The content codings that a client accepts, best first; empty when it accepts none that there is.
 * @param accept the Accept-Encoding header; absent or empty accepts no coding at all, which is identity
 */
export function codingsFor(accept = ""): readonly Coding[] {
  const known = READ.get(accept);
  if (known !== undefined) return known;
  const headers = { "accept-encoding": rangesOf(accept).join() };
  const negotiator = new Negotiator({ headers }) as unknown as Encodings;
  const codings = negotiator.encodings(CODINGS, { preferred: CODINGS });
  if (READ.size >= MOST) READ.clear();
  READ.set(accept, codings);
  return codings;
}

/** Headers read before: clients send few different ones, and each is asked several times. */
const READ = new Map<string, readonly Coding[]>();

/** Its types do not know the second argument: which to take of codings that are wanted alike. */
interface Encodings {
  encodings(available: readonly Coding[], options: { preferred: readonly Coding[] }): readonly Coding[];
}
