// Naming: headings of records, and the line that says the most of a record in one breath.
import { type Lang, wordsIn } from "../../formats/labels.ts";
import type { Related } from "../../formats/related.ts";
import { amountWords } from "../../formats/words/amounts.ts";
import { asOfWords, dateWords } from "../../formats/words/dates.ts";
import { named, nameOf, shortened, termWords } from "../../formats/words/values.ts";
import type { Records } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { all, el, type Kids } from "./el.ts";
import { isolated } from "./marks.ts";

export const lower = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** The status with its day, where it is not simply that the event took place. */
export function statusWords(
  { status, statusAsOf }: Pick<Records["events"], "status" | "statusAsOf">,
  lang: Lang,
): string {
  const day = asOfWords(statusAsOf, lang);
  return [lower(termWords("events/status", status, lang)), ...(day === "" ? [] : [day])].join(", ");
}

/** A record as a heading of a list: its name, and softly what tells it from others. */
export function heading(collection: Collection, record: Records[Collection], related: Related, lang: Lang): Kids {
  const soft = (text: string) => el("span", { class: "soft" }, text);
  if (collection === "quotes") {
    const { speaker, mode } = record as Records["quotes"];
    const who = speaker === null ? (lang === "en" ? "Speaker not stated" : "Говорящий не назван") : null;
    const name = who ?? named("participants", speaker ?? "", related, lang).text;
    return all(isolated(name), soft(`, ${lower(termWords("quotes/mode", mode, lang))}`));
  }
  if (collection === "figures") {
    const figure = record as Records["figures"];
    return all(amountWords(figure, lang), soft(`, ${wordsIn(figure.measure, lang)}`));
  }
  return isolated(nameOf(collection, record, related, lang));
}

/** The heading of a record's own page, as a text. */
export function titleOf(collection: Collection, record: Records[Collection], related: Related, lang: Lang): string {
  if (collection !== "quotes") return nameOf(collection, record, related, lang);
  const { translations, text } = record as Records["quotes"];
  return shortened(translations[lang]?.text ?? text, 110);
}

/** One line about a record below its heading; none where the heading says it all. */
export function summaryOf(collection: Collection, record: Records[Collection], lang: Lang): string | null {
  if (collection === "events") {
    const event = record as Records["events"];
    const date = event.date === null ? null : dateWords(event.date.edtf, lang);
    const status = event.status === "occurred" ? null : statusWords(event, lang);
    return [termWords("events/type", event.type, lang), date, status].filter((one) => one !== null).join(" · ");
  }
  if (collection === "quotes") {
    const { translations, language } = record as Records["quotes"];
    const translated = language === lang ? undefined : translations[lang]?.text;
    return translated === undefined ? null : shortened(translated, 220);
  }
  if (collection !== "figures") return null;
  const { subject, asOf } = record as Records["figures"];
  const day =
    asOf === null ? null : lang === "en" ? `as of ${dateWords(asOf.edtf, lang)}` : `на ${dateWords(asOf.edtf, lang)}`;
  return [wordsIn(subject, lang), day].filter((one) => one !== null).join(" · ");
}
