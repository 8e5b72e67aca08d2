// Related: the records that those of an answer name, by which a format can call them by name.
import type { Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { type Lang, labelOf } from "./labels.ts";

/** Records by id; those that a format does not call by name are left out. */
export type Related = { readonly [C in Collection]: ReadonlyMap<string, Records[C]> };

/** For records that name none. */
export const NONE_RELATED: Related = {
  events: new Map(),
  participants: new Map(),
  venues: new Map(),
  quotes: new Map(),
  figures: new Map(),
  sources: new Map(),
};

/** The name of a participant or venue; null where there is no id, or no record of it. */
export function nameOf(
  collection: "participants" | "venues",
  id: string | null,
  lang: Lang,
  related: Related,
): string | null {
  const record = id === null ? undefined : related[collection].get(id);
  return record === undefined ? null : labelOf(collection, record as Records[typeof collection], lang);
}

/** The names of several, item by item. */
export function namesOf(
  collection: "participants" | "venues",
  ids: readonly (string | null)[],
  lang: Lang,
  related: Related,
): (string | null)[] {
  return ids.map((id) => nameOf(collection, id, lang, related));
}
