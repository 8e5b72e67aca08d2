// Choosing: which media type an Accept header asks for (RFC 9110, section 12.5.1).
import Negotiator from "negotiator";

export const JSON_TYPE = "application/json";
export const PROBLEM_TYPE = "application/problem+json";
/** https://www.w3.org/TR/annotation-protocol/#annotation-retrieval */
export const ANNOTATION_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';

/**
 * The first of `available` that the client accepts best, or null where it accepts none.
 * @param accept the Accept header; absent or empty accepts everything
 * @param available media types; parameters of ours do not take part in the choice
 */
export function choose(accept: string | undefined, available: readonly string[]): string | null {
  if (accept === undefined || accept.trim() === "") return available[0] ?? null;
  const plain = available.map((type) => type.split(";")[0] ?? type);
  const chosen = new Negotiator({ headers: { accept: withoutParameters(accept) } }).mediaType(plain);
  return chosen === undefined ? null : (available[plain.indexOf(chosen)] ?? null);
}

/** Media ranges with their weight alone: `application/ld+json;profile="…"` is asked for as `application/ld+json`. */
function withoutParameters(accept: string): string {
  return accept
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((range) => {
      const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter));
      return weight === undefined ? type : `${type};${weight}`;
    })
    .join(",");
}
