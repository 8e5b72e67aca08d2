// Accept: headers by which a client says what it takes, and what may then be answered (RFC 9110, section 12.5.1).
import fc from "fast-check";

export interface Accept {
  /** Undefined sends none. */
  readonly header: string | undefined;
  /** The types of which any may come; none where all are refused. */
  readonly types: readonly string[];
}

type Range = readonly [type: string, weight: number];

/** Types of which an address may have none. */
const FOREIGN = ["image/png", "text/x-none", "application/json", "text/html", "application/ld+json", "video/*"];
const WEIGHTS = [1, 1, 0.9, 0.5, 0.1, 0.001, 0];

export const essence = (type: string): string => type.split(";", 1)[0]?.trim().toLowerCase() ?? "";

/** The weight that ranges give a type: the most specific one counts. */
function weightOf(type: string, ranges: readonly Range[]): number {
  const family = `${essence(type).split("/")[0]}/*`;
  const found = [essence(type), family, "*/*"].map((wanted) => ranges.find(([range]) => essence(range) === wanted));
  return found.find((range) => range !== undefined)?.[1] ?? 0;
}

function best(types: readonly string[], ranges: readonly Range[]): readonly string[] {
  const weights = types.map((type) => weightOf(type, ranges));
  const most = Math.max(...weights);
  return most === 0 ? [] : types.filter((_, at) => weights[at] === most);
}

const written = ([type, weight]: Range) => (weight === 1 ? type : `${type};q=${weight}`);

/** Headers for an address that answers with `types`, of which `usual` come where anything is taken. */
export function accepts(types: readonly string[], usual: readonly string[]): fc.Arbitrary<Accept> {
  const anything = fc.constantFrom(undefined, "*/*", "", "*/*;q=0.1").map((header) => ({ header, types: usual }));
  const own = fc.constantFrom(...types);
  const one = fc.tuple(own, fc.constantFrom("", ";q=0.4", ", */*;q=0.1", ", image/png")).map(([type, more]) => ({
    header: `${type}${more}`,
    types: [type],
  }));
  const families = types.map((type) => `${essence(type).split("/")[0]}/*`);
  const pool = [...types, ...types.map(essence), ...families, "*/*", ...FOREIGN];
  const ranges = fc.uniqueArray(fc.tuple(fc.constantFrom(...pool), fc.constantFrom(...WEIGHTS)), {
    minLength: 1,
    maxLength: 4,
    selector: ([type]) => essence(type),
  });
  const several = ranges.map((list) => ({ header: list.map(written).join(", "), types: best(types, list) }));
  return fc.oneof(
    { weight: 6, arbitrary: anything },
    { weight: 2, arbitrary: one },
    { weight: 1, arbitrary: several.filter((accept) => accept.types.length > 0) },
  );
}

/** Headers that refuse all that an address has. */
export function refusals(types: readonly string[]): fc.Arbitrary<string> {
  const none = types.map((type) => `${essence(type)};q=0`).join(", ");
  const others = FOREIGN.filter((type) => !types.some((one) => essence(one) === type));
  return fc.constantFrom(
    ...others,
    others.join(", "),
    none,
    `${none}, */*;q=0`,
    "*/*;q=0",
    "text/x-none;q=0.5, */*;q=0",
  );
}
