// Sources: the articles and releases that records are coded from.
import { z } from "zod";
import { EventDate, WrittenDate } from "./dates.ts";
import { idOf } from "./ids.ts";
import { LanguageTag } from "./labels.ts";
import { served, written } from "./record.ts";
import { SourceKind } from "./vocabulary.ts";

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

export const Source = z
  .strictObject({
    ...served,
    ...own,
    published: EventDate.nullable().meta({ description: "When it was published; null when not stated." }),
  })
  .meta({ id: "Source", description: "An article, a press release or a dataset that records are coded from." });
export type Source = z.infer<typeof Source>;

export const WrittenSource = z.strictObject({ ...written, ...own, published: WrittenDate.nullable() });
