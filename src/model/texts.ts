// Texts: the words of a record itself, and where in it they stand.
import type { Records } from "./bundle.ts";
import type { Collection } from "./ids.ts";
import type { LanguageMap } from "./labels.ts";

/** A text of a record and where in the record it stands, names joined by dots as in `fields`. */
type OwnText = readonly [path: string, text: string];

function each(path: string, map: LanguageMap | null): OwnText[] {
  return Object.entries(map ?? {}).map(([language, text]) => [`${path}.${language}`, text]);
}

function named({ names, aliases }: Records["participants"] | Records["venues"]): OwnText[] {
  const others = Object.entries(aliases).flatMap(([language, list]) =>
    list.map((text): OwnText => [`aliases.${language}`, text]),
  );
  return [...each("names", names), ...others];
}

const READERS: { readonly [C in Collection]: (record: Records[C]) => OwnText[] } = {
  events: ({ title, summary, description }) => [
    ...each("title", title),
    ...each("summary", summary),
    ...each("description", description),
  ],
  participants: named,
  venues: named,
  quotes: ({ text, translations }) => [
    ["text", text],
    ...Object.entries(translations).map(([language, one]): OwnText => [`translations.${language}.text`, one.text]),
  ],
  figures: ({ raw, measure, subject }) => [["raw", raw], ...each("measure", measure), ...each("subject", subject)],
  sources: ({ headline }) => (headline === null ? [] : [["headline", headline]]),
};

/** The words of a record itself, its names and titles first. */
export function ownTexts<C extends Collection>(collection: C, record: Records[C]): OwnText[] {
  return READERS[collection](record);
}
