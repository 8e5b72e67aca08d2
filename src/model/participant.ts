// Participants: persons, countries, organizations and delegations.
import { z } from "zod";
import { WrittenDate } from "./dates.ts";
import { idOf } from "./ids.ts";
import { AliasMap, LanguageMap } from "./labels.ts";
import { served, written } from "./record.ts";
import { ParticipantKind } from "./vocabulary.ts";

/** A Wikidata item id, only where confirmed in an independent text. */
export const Wikidata = z
  .string()
  .regex(/^Q[1-9]\d*$/)
  .meta({ examples: ["Q232"] })
  .nullable()
  .meta({ description: "Wikidata item; null until a person has confirmed it.", examples: ["Q232"] });

const own = {
  kind: ParticipantKind.meta({ description: "What kind of participant this is.", examples: ["person"] }),
  names: LanguageMap,
  aliases: AliasMap,
  country: idOf("participants", "kz")
    .nullable()
    .meta({ description: "The state a person or body belongs to; itself for a country; null when unknown." }),
  iso: z
    .strictObject({
      alpha2: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .meta({ examples: ["KZ"] })
        .nullable()
        .meta({ description: "ISO 3166-1 alpha-2, or ISO 3166-3 for former states.", examples: ["KZ"] }),
      alpha3: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .meta({ examples: ["KAZ"] })
        .nullable()
        .meta({ description: "ISO 3166-1 alpha-3, or ISO 3166-3 for former states.", examples: ["KAZ"] }),
    })
    .nullable()
    .meta({ description: "ISO codes of a country; null for all others." }),
  offices: z
    .array(
      z.strictObject({
        title: LanguageMap,
        of: idOf("participants", "kz").nullable().meta({ description: "The state or body whose office it is." }),
        from: WrittenDate.nullable().meta({
          description: "Since when, in EDTF; null when the source does not say.",
          examples: [null],
        }),
        to: WrittenDate.nullable().meta({
          description: "Until when, in EDTF; null when the source does not say.",
          examples: [null],
        }),
      }),
    )
    .meta({ description: "Offices a person is said to hold." }),
  wikidata: Wikidata,
};

export const Participant = z
  .strictObject({ ...served, ...own })
  .meta({ id: "Participant", description: "A person, a country, an organization or a delegation." });
export type Participant = z.infer<typeof Participant>;

export const WrittenParticipant = z.strictObject({ ...written, ...own });
