// Figures: numbers that somebody claimed, with unit, bound and claimant.
import { z } from "zod";
import { EventDate, WrittenDate } from "./dates.ts";
import { idOf } from "./ids.ts";
import { LanguageMap } from "./labels.ts";
import { served, written } from "./record.ts";
import { Credit } from "./source.ts";
import { Bound, FigureKind, Scale, Stage, Unit } from "./vocabulary.ts";

/** An exact decimal as text: no float ever touches an amount of money. */
export const Decimal = z
  .string()
  .regex(/^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,18})?$/)
  .meta({ examples: ["21000000000"] });

const own = {
  event: idOf("events", "2023-10-17-tokayev-xi-talks")
    .nullable()
    .meta({ description: "The event at which it was claimed." }),
  quote: idOf("quotes").nullable().meta({ description: "The quote that contains it; null when the reporter says it." }),
  source: idOf("sources", "zakon-kz-2023-10-17"),
  claimant: idOf("participants", "kassym-jomart-tokayev")
    .nullable()
    .meta({ description: "Who claims it; null when the reporter states it." }),
  kind: FigureKind.meta({ description: "What kind of number it is.", examples: ["money"] }),
  raw: z
    .string()
    .min(1)
    .meta({ description: "As written.", examples: ["21 млрд долларов"] }),
  value: Decimal.nullable().meta({
    description: "The value as an exact decimal string, scale applied.",
    examples: ["21000000000"],
  }),
  valueMax: Decimal.nullable().meta({ description: "The upper end, only where `bound` is `range`.", examples: [null] }),
  scale: Scale.nullable().meta({
    description: "The scale word used; already applied in `value`.",
    examples: ["billion"],
  }),
  unit: Unit.nullable().meta({ description: "What is counted; null for money.", examples: [null] }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .meta({ examples: ["USD"] })
    .nullable()
    .meta({ description: "ISO 4217 code; null for all but money.", examples: ["USD"] }),
  bound: Bound.meta({ description: "How exact the claim is.", examples: ["exact"] }),
  measure: LanguageMap.meta({
    description: "What is measured.",
    examples: [{ en: "investment volume", ru: "объём инвестиций" }],
  }),
  subject: LanguageMap.meta({
    description: "Of what.",
    examples: [{ en: "joint projects of Kazakhstan and China", ru: "совместные проекты" }],
  }),
  stage: Stage.nullable().meta({ description: "How far what it measures has come.", examples: ["under-way"] }),
  linkedTo: z.array(idOf("figures")).meta({ description: "Figures of the same claim." }),
  additive: z.boolean().meta({ description: "Whether it may be summed with like figures.", examples: [false] }),
  additiveNote: LanguageMap.nullable().meta({ description: "Why not, where it may not." }),
};

const { event, quote, source, ...rest } = own;

export const Figure = z
  .strictObject({
    ...served,
    event,
    quote,
    source,
    credit: Credit,
    ...rest,
    asOf: EventDate.nullable().meta({ description: "The date of the claim's knowledge." }),
  })
  .meta({ id: "Figure", description: "A number claimed in a source, tied to its claimant and its words." });
export type Figure = z.infer<typeof Figure>;

export const WrittenFigure = z.strictObject({ ...written, ...own, asOf: WrittenDate.nullable() });
