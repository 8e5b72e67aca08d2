// Codes: how PLOVER and CAMEO would code an event or a sentence.
import { z } from "zod";
import { CodingRule } from "./coding-rules.ts";
import { PloverEvent } from "./vocabulary.ts";

/** A CAMEO event code: two to four digits, a string because the leading zero matters. */
export const CameoCode = z.string().regex(/^(?:0[1-9]|1\d|20)\d{0,2}$/);

export const Codes = z
  .strictObject({
    plover: z
      .strictObject({
        event: PloverEvent.meta({ description: "PLOVER category.", examples: ["CONSULT"] }),
        mode: z
          .string()
          .min(1)
          .nullable()
          .meta({ description: "PLOVER mode, null where there is none.", examples: ["visit"] }),
        contexts: z
          .array(z.string().min(1))
          .meta({ description: "PLOVER contexts; own ones begin with `x-`.", examples: [["diplomatic"]] }),
      })
      .nullable()
      .meta({ description: "PLOVER coding, null where PLOVER has no category." }),
    cameo: z
      .strictObject({
        code: CameoCode.meta({ description: "CAMEO code, a string: the leading zero counts.", examples: ["046"] }),
      })
      .nullable()
      .meta({ description: "CAMEO coding, null where CAMEO has no code." }),
    gdelt: z
      .strictObject({
        goldstein: z
          .number()
          .nullable()
          .meta({ description: "Goldstein scale as GDELT gives it; publishers' tables differ.", examples: [1] }),
        tone: z
          .number()
          .nullable()
          .meta({ description: "AvgTone as GDELT gives it.", examples: [-1.5] }),
        mentions: z
          .int()
          .min(0)
          .nullable()
          .meta({ description: "NumMentions of GDELT.", examples: [10] }),
        sources: z
          .int()
          .min(0)
          .nullable()
          .meta({ description: "NumSources of GDELT.", examples: [1] }),
        articles: z
          .int()
          .min(0)
          .nullable()
          .meta({ description: "NumArticles of GDELT.", examples: [10] }),
        url: z
          .string()
          .min(1)
          .nullable()
          .meta({
            description: "SOURCEURL of GDELT, as given: the first article found; not always an address.",
            examples: ["https://example.org/2015/10/27/talks"],
          }),
      })
      .nullable()
      .meta({ description: "Scores of the GDELT row; null for all other records." }),
    rule: CodingRule.nullable().meta({
      description: "The coding rule applied (`/v1/vocabularies/coding-rules`).",
      examples: ["talks-before-visit"],
    }),
  })
  .meta({ id: "Codes", description: "How two event coding schemes code this." });
export type Codes = z.infer<typeof Codes>;
