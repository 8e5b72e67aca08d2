// Given: an object of many parameters of which few are given is read by a schema that has these alone.
//
// A list has some 35 parameters, and zod looks at each of them for every request, which took a tenth of the time of a first
// list. What is not given is optional and says nothing, so an object of what is given reads the same. Such a schema is made
// of the same parameters when a set of names is first asked for, and kept. What it refuses is read again by the whole
// object, which names every fault in its order; so is a query with a name that is not known. `tests/query/given.test.ts`
// holds that both read alike.
import { z } from "zod";

/** Sets of names whose schemas are kept, the first to come the first to go. */
const KEPT = 100;

/** The same strict object, which reads what is given by a part of itself where that can read it. */
export function readingGiven<T extends z.ZodObject>(whole: T): T {
  const { shape } = whole;
  const needed = Object.keys(shape).filter((name) => !(shape[name] instanceof z.ZodOptional));
  const kept = new Map<string, z.ZodObject>();

  /** The part that has these names and what must be there; null where one is not known. */
  function partFor(names: readonly string[]): z.ZodObject | null {
    const key = names.join("&");
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (!names.every((name) => Object.hasOwn(shape, name))) return null;
    const wanted = new Set([...names, ...needed]);
    const part = z.strictObject(Object.fromEntries(Object.entries(shape).filter(([name]) => wanted.has(name))));
    if (kept.size === KEPT) kept.delete(kept.keys().next().value ?? "");
    kept.set(key, part);
    return part;
  }

  // The step of a schema by which others run it (https://zod.dev/library-authors).
  const { run } = whole._zod;
  whole._zod.run = (payload, context) => {
    const { value } = payload;
    const part = typeof value === "object" && value !== null ? partFor(Object.keys(value)) : null;
    const read = part?._zod.run({ value, issues: [] }, context);
    if (read === undefined || read instanceof Promise || read.issues.length > 0) return run(payload, context);
    payload.value = read.value;
    return payload;
  };
  return whole;
}
