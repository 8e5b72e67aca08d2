// Along: what an answer has beside its records: those that they refer to, cut by `fields`, and the names of all of them.
import type { Along, IncludedDocs } from "../../formats/envelope.ts";
import type { Collection } from "../../model/ids.ts";
import type { Presentation } from "../../query/list-parameters.ts";
import type { RouteContext } from "./envelope.ts";
import { includedWith } from "./included.ts";
import { labelsOf, nameRecords } from "./labels.ts";
import { cutFields } from "./render.ts";

/**
 * What goes with records of a collection.
 * @param docs the records whole, which say what they refer to and what they are called
 * @param shown the same as they are sent: what is not there needs no name
 */
export async function alongWith(
  context: RouteContext,
  collection: Collection,
  { fields, include, labels }: Pick<Presentation, "fields" | "include" | "labels">,
  docs: readonly string[],
  shown: readonly string[],
): Promise<Along> {
  const whole = include.length === 0 ? null : await includedWith(context.database, collection, include, docs);
  const included: IncludedDocs | null =
    whole === null
      ? null
      : new Map(await Promise.all([...whole].map(async ([of, all]) => [of, await cut(of, all)] as const)));
  const names = await labelsOf(context, labels, async (named) => {
    await nameRecords(named, collection, docs, shown);
    for (const [of, all] of whole ?? []) await nameRecords(named, of, all.values(), included?.get(of)?.values());
  });
  return { included, labels: names };

  async function cut(of: Collection, all: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
    const texts = await cutFields([...all.values()], fields, of);
    return new Map([...all.keys()].map((id, at) => [id, texts[at] ?? ""]));
  }
}
