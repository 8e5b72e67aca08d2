// Cells in words: what a column of a collection's CSV has of a record, as a page shows it.
//
// A cell says on a page what it says in the file: an id stays an id and leads to its record, and what is empty is empty.
// Only what is written for programs is told in words: dates, yes and no, words of a vocabulary, languages.
import type { Records } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { columnsOf } from "../columns.ts";
import type { Lang } from "../labels.ts";
import type { Related } from "../related.ts";
import { amountWords } from "./amounts.ts";
import { dateWords } from "./dates.ts";
import { languageWords, type Piece, shortened, termWords } from "./values.ts";

/** The columns of ids, and whose they are. */
const IDS_OF: Readonly<Record<string, Collection>> = {
  invitationVisits: "events",
  partOf: "events",
  event: "events",
  mentionedEvents: "events",
  venue: "venues",
  stops: "venues",
  within: "venues",
  sameAs: "venues",
  mentionedVenues: "venues",
  participants: "participants",
  onBehalfOf: "participants",
  countries: "participants",
  country: "participants",
  officesOf: "participants",
  speaker: "participants",
  addressees: "participants",
  mentionedParticipants: "participants",
  claimant: "participants",
  publisher: "participants",
  source: "sources",
  sources: "sources",
  derivedFrom: "sources",
  quote: "quotes",
  linkedTo: "figures",
  mentionedFigures: "figures",
};

/** The parts of records whose vocabulary a column has under another name. */
const PART_OF: Readonly<Record<string, string>> = {
  invitationStage: "events/invitation/stage",
  roles: "events/participants/*/role",
  precision: "venues/kind",
};

/** An item of a list of which others are known. */
const UNKNOWN: Piece = { text: "–" };

interface Asked<C extends Collection> {
  readonly collection: C;
  readonly record: Records[C];
  readonly related: Related;
  readonly lang: Lang;
}

/** The cell of the column so named, in pieces; none where the file has an empty cell. */
export function cellPieces<C extends Collection>(asked: Asked<C>, name: string): Piece[] {
  const { collection, record, related, lang } = asked;
  const [column] = columnsOf(collection, [name]);
  const cell = column?.value(record as never, lang, related) ?? null;
  if (cell === null || cell === "") return [];
  const isDate = column?.type === "date" || name.endsWith("Edtf");
  const pieceOf = (value: string | number | boolean | null): Piece => {
    if (value === null) return UNKNOWN;
    if (typeof value === "boolean")
      return { text: { en: ["no", "yes"], ru: ["нет", "да"] }[lang][Number(value)] ?? "" };
    const text = String(value);
    if (isDate) return { text: dateWords(text, lang) };
    if (name === "language") return { text: languageWords(text, lang) };
    if (name === "text") {
      const quote = record as Records["quotes"];
      return { text: shortened(text), lang: quote.language, refers: { collection: "quotes", id: quote.id } };
    }
    const target = name === "id" ? collection : IDS_OF[name];
    if (target !== undefined) return { text, refers: { collection: target, id: text } };
    // A number alone would not say of what.
    if (name === "value") {
      const figure = record as Records["figures"];
      return { text: amountWords(figure, lang), refers: { collection: "figures", id: figure.id } };
    }
    const words = termWords(PART_OF[name] ?? `${collection}/${name}`, text, lang);
    return { text: /\s/.test(words) ? shortened(words) : words };
  };
  const items = (Array.isArray(cell) ? cell : [cell]) as readonly (string | number | boolean | null)[];
  return items.flatMap((item, at) => (at === 0 ? [pieceOf(item)] : [{ text: ", " }, pieceOf(item)]));
}
