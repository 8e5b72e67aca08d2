// Hints: one more line about a suggestion, to tell it from others of the same name.
//
// Two records may share a name: a suggestion says beside it what kind of thing it is and where it belongs. A request
// with an id that no record has gets an empty page, and the nearest id is named in a note (`scope.ts`); a wrong word of
// a closed list is refused (`src/query/value-list.ts`).

import { labelOf, wordsIn } from "../../formats/labels.ts";
import type { AnyRecord, Records } from "../../model/bundle.ts";
import { EVENT_TYPES } from "../../model/event-types.ts";
import type { Collection } from "../../model/ids.ts";
import { PARTICIPANT_KINDS, VENUE_KINDS } from "../../model/vocabulary.ts";
import type { Language } from "../../query/list-parameters.ts";
import type { BoundedReader } from "../../store/plan/bounded.ts";
import { byId } from "../../store/read/records.ts";

function wordFor(
  terms: readonly { id: string; label: Record<Language, string> }[],
  id: string,
  lang: Language,
): string {
  return terms.find((term) => term.id === id)?.label[lang] ?? id;
}

/** "President of Kazakhstan", "City, China", "Country, 1922–1991", "Talks, 2023-10-17"; `years` are those of former states. */
export async function hintOf(
  database: BoundedReader,
  collection: Collection,
  record: AnyRecord,
  lang: Language,
  years: ReadonlyMap<string, string>,
): Promise<string> {
  if (collection === "events") {
    const { type, date } = record as Records["events"];
    return [wordFor(EVENT_TYPES, type, lang), ...(date === null ? [] : [date.edtf])].join(", ");
  }
  if (collection === "venues") {
    const { kind, within } = record as Records["venues"];
    const around = within === null ? undefined : (await byId(database, "venues", [within])).get(within);
    const kindLabel = wordFor(VENUE_KINDS, kind, lang);
    return around === undefined ? kindLabel : `${kindLabel}, ${labelOf("venues", JSON.parse(around), lang)}`;
  }
  const { kind, offices, country, id } = record as Records["participants"];
  const office = offices[0]?.title;
  if (office !== undefined) return wordsIn(office, lang) ?? "";
  const kindLabel = wordFor(PARTICIPANT_KINDS, kind, lang);
  const state =
    country === null || country === id ? undefined : (await byId(database, "participants", [country])).get(country);
  const [from = "", to = ""] = (collection === "participants" ? years.get(id) : undefined)?.split("/") ?? [];
  if (from !== "" || to !== "") return `${kindLabel}, ${from}–${to}`;
  return state === undefined ? kindLabel : `${kindLabel}, ${labelOf("participants", JSON.parse(state), lang)}`;
}
