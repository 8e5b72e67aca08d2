// Conventions of figures: what the words of a number say, and what follows from the quote in which it stands.
import type { FIGURE_KINDS } from "../../model/vocabulary.ts";
import { type Amount, readAmounts } from "../amounts/read.ts";
import type { Json } from "../input/pointers.ts";
import { type Convention, derived, type EntryRule, entry, inLanguage, stated } from "./convention.ts";
import { type Draft, type Entry, evidenceOf, mainEvidence, type Scope } from "./draft.ts";

type Kind = (typeof FIGURE_KINDS)[number]["id"];

const KIND_NOTES: Readonly<Record<Kind, string>> = {
  money: "An amount of money.",
  count: "A number of things counted.",
  ordinal: "A place in a series.",
  duration: "A length of time.",
  percentage: "A part of a hundred.",
  year: "A calendar year.",
};

/** Why figures of a kind are not summed, and what is known of that. */
const SUMS: Readonly<Record<Kind, readonly [why: string, en: string, ru: string]>> = {
  money: [
    "The same money may be named in other reports.",
    "Other reports may name the same money, so sums over articles would count it again.",
    "В других сообщениях может называться та же сумма, при сложении она посчитается дважды.",
  ],
  count: [
    "The same things may be counted in other reports.",
    "Other reports may count the same things, so sums over articles would count them again.",
    "В других сообщениях может считаться то же самое, при сложении оно посчитается дважды.",
  ],
  ordinal: [
    "A place in a series.",
    "Names a place in a series; sums have no meaning.",
    "Номер по порядку; суммировать нельзя.",
  ],
  duration: ["A length of time.", "A length of time; sums have no meaning.", "Промежуток времени; суммировать нельзя."],
  percentage: ["A part of a hundred.", "A part of a whole; sums have no meaning.", "Доля целого; суммировать нельзя."],
  year: ["A calendar year.", "A calendar year; sums have no meaning.", "Календарный год; суммировать нельзя."],
};

/** The one amount that the words say, undefined where they say none or several. */
function amountOf({ record }: Draft, { language }: Scope): Amount | undefined {
  if (typeof record.raw !== "string" || language === null) return undefined;
  const { amounts } = readAmounts(record.raw, language.split("-")[0] ?? "");
  return amounts.length === 1 ? amounts[0] : undefined;
}

/** The one reading of the words; the usual one of a range. */
function readingOf(draft: Draft, scope: Scope): Amount["readings"][number] | undefined {
  const amount = amountOf(draft, scope);
  const [first, ...more] = amount?.readings ?? [];
  return amount?.range === null && more.length > 0 ? undefined : first;
}

const scaleOf = ({ scales }: Amount): string | null => (scales.length === 1 ? (scales[0] ?? null) : null);

/** A number in digits is stated; one that has to be worked out is derived. */
const valued: EntryRule = (draft, scope) => {
  const amount = amountOf(draft, scope);
  if (amount === undefined) return undefined;
  if (scaleOf(amount) !== null) return entry("derived", mainEvidence(draft), "The number times its scale word.");
  return /\d/.test(amount.words)
    ? entry("stated", mainEvidence(draft), null)
    : derived("The number that the words say.")(draft, scope, null, "");
};

const kindOf = ({ record }: Draft) => String(record.kind) as Kind;

/** What the quote of a figure has, with how that is known. */
function ofQuote(
  field: string,
  draft: Draft,
  { drafts }: Scope,
): { value: Json | undefined; entry: Entry | undefined } {
  const quote = drafts.quotes.get(String(draft.record.quote));
  return { value: quote?.record[field], entry: quote?.entries.get(`/${field}`)?.[0] };
}

export const FIGURES: readonly Convention[] = [
  { path: "/quote", entry: derived("The words stand in this quote.") },
  {
    path: "/event",
    value: (draft, scope) =>
      draft.record.quote == null ? (scope.at ?? undefined) : ofQuote("event", draft, scope).value,
    entry: (draft, { drafts }, event) => {
      const evidence = [...mainEvidence(drafts.events.get(String(event))), ...mainEvidence(draft)];
      return entry("derived", evidence, "The source reports the words in its account of this event.");
    },
  },
  {
    path: "/source",
    value: (draft, scope) => ofQuote("source", draft, scope).value ?? scope.main ?? undefined,
    entry: stated,
  },
  {
    path: "/claimant",
    value: (draft, scope) => ofQuote("speaker", draft, scope).value,
    entry: (draft, scope) => ofQuote("speaker", draft, scope).entry,
  },
  {
    path: "/asOf",
    value: (draft, scope) =>
      ofQuote("date", draft, scope).value ?? scope.drafts.events.get(String(draft.record.event))?.record.date,
    entry: (draft, scope) => {
      const evidence = evidenceOf(scope.drafts.events.get(String(draft.record.event)), "/date");
      return (
        ofQuote("date", draft, scope).entry ?? entry("derived", evidence, "The day of the event at which it was said.")
      );
    },
  },
  {
    path: "/kind",
    value: (draft, scope) => {
      const amount = amountOf(draft, scope);
      if (amount?.isPercent === true) return "percentage";
      return amount !== undefined && amount.currencies !== null ? "money" : undefined;
    },
    entry: derived((kind) => KIND_NOTES[String(kind) as Kind]),
  },
  { path: "/value", value: (draft, scope) => readingOf(draft, scope)?.value, entry: valued },
  { path: "/valueMax", value: (draft, scope) => readingOf(draft, scope)?.max, entry: valued },
  {
    path: "/scale",
    value: (draft, scope) => {
      const amount = amountOf(draft, scope);
      return amount === undefined ? undefined : scaleOf(amount);
    },
    entry: stated,
  },
  {
    path: "/currency",
    value: (draft, scope) => {
      const codes = amountOf(draft, scope)?.currencies;
      return codes == null ? undefined : codes.includes("USD") ? "USD" : codes[0];
    },
    entry: (draft, scope) =>
      (amountOf(draft, scope)?.currencies ?? []).length > 1
        ? entry(
            "derived",
            mainEvidence(draft),
            "The currency that the words name; where they name no country, the usual one.",
          )
        : entry("derived", mainEvidence(draft), "The currency that the words name."),
  },
  { path: "/unit", entry: stated },
  {
    path: "/bound",
    value: (draft, scope) => {
      const amount = amountOf(draft, scope);
      return amount?.range != null ? "range" : (amount?.bound?.bounds[0] ?? "exact");
    },
    entry: (draft, scope, bound) =>
      (amountOf(draft, scope)?.bound ?? null) === null && bound === "exact"
        ? entry("derived", mainEvidence(draft), 'No "about" or "more than": taken as said.')
        : entry("stated", mainEvidence(draft), null),
  },
  { path: "/measure/*", entry: inLanguage("derived", "Named in the project's own words.") },
  { path: "/subject/*", entry: inLanguage("derived", "Named in the project's own words.") },
  {
    path: "/additive",
    value: () => false,
    entry: (draft, scope, value) =>
      value === false ? derived(SUMS[kindOf(draft)]?.[0] ?? "")(draft, scope, value, "") : undefined,
  },
  {
    path: "/additiveNote",
    value: (draft) => {
      const [, en, ru] = SUMS[kindOf(draft)] ?? [];
      return draft.record.additive !== false || en === undefined || ru === undefined ? undefined : { en, ru };
    },
  },
  { path: "/additiveNote/*", entry: inLanguage("derived", "Named in the project's own words.") },
];
