// Quotes: what was said, by whom, in which office, to whom, sentence by sentence.
import { z } from "zod";
import { Codes } from "./codes.ts";
import { EventDate, WrittenDate } from "./dates.ts";
import { idOf } from "./ids.ts";
import { LanguageMap, LanguageTag } from "./labels.ts";
import { served, written } from "./record.ts";
import { Credit } from "./source.ts";
import { QuoteMode } from "./vocabulary.ts";

/** The records that words refer to. */
const Mentions = z
  .strictObject({
    events: z.array(idOf("events")),
    figures: z.array(idOf("figures")),
    participants: z.array(idOf("participants")),
    venues: z.array(idOf("venues")),
  })
  .meta({ id: "Mentions", description: "Records that the words refer to." });

const own = {
  event: idOf("events", "2023-10-17-tokayev-xi-talks")
    .nullable()
    .meta({ description: "The event at which it was said." }),
  source: idOf("sources", "zakon-kz-2023-10-17").meta({ description: "The source that carries the words." }),
  speaker: idOf("participants", "kassym-jomart-tokayev").nullable().meta({ description: "Who spoke." }),
  office: LanguageMap.nullable().meta({ description: "The office in which the speaker spoke." }),
  addressees: z.array(idOf("participants", "xi-jinping")).meta({ description: "To whom." }),
  mode: QuoteMode.meta({ description: "Direct speech, or speech as the reporter tells it.", examples: ["direct"] }),
  language: LanguageTag,
  text: z
    .string()
    .min(1)
    .meta({ description: "The words verbatim, in the source's language, without the enclosing quotation marks." }),
  segments: z
    .array(
      z.strictObject({
        start: z.int().min(0).meta({ description: "First code point in `text`, counted from 0." }),
        end: z.int().min(1).meta({ description: "The code point after the last." }),
        codes: Codes.nullable(),
        mentions: Mentions,
      }),
    )
    .meta({ description: "Its sentences, as offsets into `text` in Unicode code points." }),
  translations: z
    .record(
      LanguageTag,
      z.strictObject({
        text: z.string().min(1),
        by: z.enum(["publisher", "project", "machine"]).meta({ description: "Who translated.", examples: ["project"] }),
        official: z.boolean().meta({ description: "Whether the speaker's side published it.", examples: [false] }),
      }),
    )
    .meta({ description: "Translations by language; the text itself is the original." }),
  mentions: Mentions,
  codes: Codes.nullable(),
};

const { event, source, ...rest } = own;

export const Quote = z
  .strictObject({
    ...served,
    event,
    source,
    credit: Credit,
    ...rest,
    date: EventDate.nullable().meta({ description: "When it was said." }),
  })
  .meta({ id: "Quote", description: "Words spoken: verbatim, with speaker, office and addressees." });
export type Quote = z.infer<typeof Quote>;

export const WrittenQuote = z.strictObject({ ...written, ...own, date: WrittenDate.nullable() });
