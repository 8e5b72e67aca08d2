// Venues: rooms, buildings, cities, regions and countries, each within a larger one.
import { z } from "zod";
import { idOf } from "./ids.ts";
import { AliasMap, LanguageMap } from "./labels.ts";
import { Wikidata } from "./participant.ts";
import { served, written } from "./record.ts";
import { VenueKind } from "./vocabulary.ts";

const own = {
  kind: VenueKind.meta({ description: "What kind of place this is.", examples: ["building"] }),
  names: LanguageMap,
  aliases: AliasMap,
  within: idOf("venues", "beijing").nullable().meta({ description: "The next larger venue; null at the top." }),
  country: idOf("participants", "cn")
    .nullable()
    .meta({ description: "The state whose territory it is in; null when unknown." }),
  location: z
    .strictObject({
      latitude: z
        .number()
        .min(-90)
        .max(90)
        .meta({ description: "WGS 84, degrees north.", examples: [39.9289] }),
      longitude: z
        .number()
        .min(-180)
        .max(180)
        .meta({ description: "WGS 84, degrees east.", examples: [116.388] }),
      precision: z
        .enum(["building", "city", "region", "country"])
        .meta({ description: "What the point stands for; a country's point is never a place.", examples: ["city"] }),
    })
    .nullable()
    .meta({ description: "Where it is; null when unknown." }),
  wikidata: Wikidata,
};

const sameAs = z.array(idOf("venues", "great-eastern-hall")).meta({
  description:
    "Other records of this place, sorted: computed from the names and points of all data that is loaded, and no part of a dataset's version.",
  examples: [[]],
});

export const Venue = z.strictObject({ ...served, ...own, sameAs }).meta({
  id: "Venue",
  description: "A place where something happened: a room, a building, a city, a region or a country.",
});
export type Venue = z.infer<typeof Venue>;

export const WrittenVenue = z.strictObject({ ...written, ...own });
