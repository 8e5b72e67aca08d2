// Sources: the articles and releases that records are coded from.
import { z } from "zod";
import { EventDate, WrittenDate } from "./dates.ts";
import { idOf } from "./ids.ts";
import { LanguageTag } from "./labels.ts";
import { served, written } from "./record.ts";
import { SourceKind } from "./vocabulary.ts";

/** The terms of a source: null where it states none, so that all rights are reserved. */
const terms = {
  licence: z
    .string()
    .min(1)
    .nullable()
    .meta({
      description: "The terms on which its text may be used, as it states them; null: all rights reserved.",
      examples: ["CC BY 4.0", null],
    }),
  licenceUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .meta({
      description: "Where the terms stand; null when not stated.",
      examples: ["https://creativecommons.org/licenses/by/4.0/"],
    }),
  attribution: z
    .string()
    .min(1)
    .nullable()
    .meta({ description: "Whom to name where it is quoted; null: its publisher.", examples: ["President of Russia"] }),
};

const own = {
  kind: SourceKind.nullable().meta({
    description: "What kind of source this is; null where its form is not known.",
    examples: ["article"],
  }),
  publisher: idOf("participants", "zakon-kz").nullable().meta({ description: "Who published it; null when unseen." }),
  headline: z
    .string()
    .min(1)
    .nullable()
    .meta({
      description: "Its headline as printed; null when unseen.",
      examples: ["Токаев отметил колоссальный потенциал отношений между Казахстаном и Китаем"],
    }),
  language: LanguageTag.nullable().meta({ description: "Language of its text; null when unseen." }),
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .meta({ description: "Where it was published; null when not stated.", examples: [null] }),
  derivedFrom: z.array(idOf("sources", "akorda-2023-10-17")).meta({ description: "The sources it says it reports." }),
  text: z
    .strictObject({
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({
          description: "SHA-256 of the UTF-8 bytes of its text.",
          examples: ["7700dfabc3587e4cb411ad59719b90aa80c490b107bdaa399c6cf2c6b6099c69"],
        }),
      length: z
        .int()
        .min(1)
        .meta({ description: "Length in Unicode code points.", examples: [2520] }),
    })
    .nullable()
    .meta({ description: "What identifies the exact text that spans point into; null when unseen." }),
};

/** What goes beside words of a source wherever they are served, so that nobody has to ask for its record first. */
export const Credit = z.strictObject(terms).meta({
  id: "Credit",
  description: "Whom to name for words of a source and on which terms they stand, as the record of the source has it.",
});
export type Credit = z.infer<typeof Credit>;

export const Source = z
  .strictObject({
    ...served,
    ...own,
    ...terms,
    published: EventDate.nullable().meta({ description: "When it was published; null when not stated." }),
  })
  .meta({ id: "Source", description: "An article, a press release or a dataset that records are coded from." });
export type Source = z.infer<typeof Source>;

/** A file that says nothing of terms means that none are stated. */
export const WrittenSource = z.strictObject({
  ...written,
  ...own,
  licence: terms.licence.default(null),
  licenceUrl: terms.licenceUrl.default(null),
  attribution: terms.attribution.default(null),
  published: WrittenDate.nullable(),
});
