// Tools: what an assistant can ask, by task; eight in all.
//
// Tools made from the OpenAPI document one for one were 41 of 89 kB, and answered the first call with 115 kB. These take
// what a question names, ask one address of the API, and answer in a few kB. Each answer has the address of the same
// records as JSON, CSV and of the words of each value, for whoever wants more.
import { z } from "zod";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { aboutOf, CODING, TOPICS_BESIDE } from "./about.ts";
import { type Answer, envelope } from "./answer.ts";
import { type ApiRecord, type Ask, asked, type Listed, relatedOf, ToolFault } from "./ask.ts";
import { countedOf, type Group } from "./counted.ts";
import { ALONG, listed } from "./lists.ts";
import { type Dyad, pairOf } from "./pair.ts";
import { type Arguments, cursor, filters, parametersOf, queryOf } from "./parameters.ts";
import { recordOf } from "./record.ts";
import { compact } from "./shapes.ts";

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  answer(given: Arguments, ask: Ask, base: string): Promise<Answer>;
}

function listTool<C extends Collection>(
  collection: C,
  tool: Pick<Tool, "title" | "description">,
  own: z.ZodRawShape,
): Tool {
  return {
    name: `find_${collection}`,
    ...tool,
    input: z.strictObject({ ...own, filters, cursor }),
    answer: (given, ask, base) => listed(collection, given, ask, base),
  };
}

const id = (says: string) => z.string().describe(says);

const findEvents = listTool(
  "events",
  {
    title: "Find events",
    description:
      "Meetings, talks, visits, calls, agreements and other events between states: who, where, when, with status and the words of the source.",
  },
  {
    ...parametersOf("events", ["q", "country", "participant", "type", "status", "from", "to"]),
    dataset: z.string().optional().describe("curated (default), all, or one named by about; commas: several."),
  },
);
const findQuotes = listTool(
  "quotes",
  {
    title: "Find quotes",
    description: "What was said, word for word: speaker, office, addressees, original language and translation.",
  },
  parametersOf("quotes", ["q", "speaker", "addressee", "mentions", "event", "mode", "from", "to"]),
);
const findFigures = listTool(
  "figures",
  {
    title: "Find figures",
    description: "Amounts and counts that somebody claims: exact value, unit, bound, claimant, day, and the words.",
  },
  parametersOf("figures", ["q", "claimant", "event", "kind", "unit", "currency", "min", "max"]),
);

const readRecord: Tool = {
  name: "read_record",
  title: "Read a record with its words",
  description:
    "One record, and for its values the words of the source that state them, with basis and note. Ask before citing.",
  input: z.strictObject({
    collection: z.enum(COLLECTIONS).describe("What it is."),
    id: id("Its id, from another answer."),
    path: z.string().optional().describe("Only values at or below this JSON Pointer, e.g. /participants/1."),
    from: z.number().optional().describe("`next` of the answer before: values from there on."),
  }),
  async answer(given, ask, base) {
    const {
      collection,
      id: key,
      path,
      from,
    } = given as { collection: Collection; id: string; path?: string; from?: number };
    const address = `/v1/${collection}/${encodeURIComponent(key)}`;
    const along = ALONG[collection];
    const body = await asked<{ data: ApiRecord[Collection] } & Pick<Listed<never>, "included">>(
      ask,
      `${address}${along === "" ? "" : `?include=${along}`}`,
    );
    return recordOf(collection, body.data, relatedOf(body), {
      base,
      ...(path === undefined ? {} : { path }),
      from: from ?? 0,
    });
  },
};

const pair: Tool = {
  name: "pair_of_states",
  title: "A pair of states",
  description:
    "What two states did together: first and last event, counts by type and year, visits, open invitations, people who met, plans.",
  input: z.strictObject({
    a: id("ISO code of one state."),
    b: id("ISO code of the other."),
    from: z.string().optional().describe("From this year, month or day."),
    to: z.string().optional().describe("To this year, month or day."),
    dataset: z.string().optional().describe("curated (default), all, or one named by about."),
  }),
  async answer({ a, b, ...rest }, ask, base) {
    const path = `/v1/dyads/${encodeURIComponent(String(a))}/${encodeURIComponent(String(b))}`;
    const query = queryOf(rest).toString();
    const address = `${path}${query === "" ? "" : `?${query}`}`;
    const body = await asked<{ data: Dyad } & Pick<Listed<never>, "meta" | "links">>(ask, address);
    const both = `country.all=${body.data.countries.join(",")}`;
    return envelope([pairOf(body.data)], body, {
      json: `${base}${address}`,
      csv: `${base}/v1/events?${both}${query === "" ? "" : `&${query}`}&format=csv`,
    });
  },
};

const count: Tool = {
  name: "count",
  title: "Count records",
  description:
    "Counts of records by one or two fields, e.g. events by year, type, status, country, pair; with an address for each group's list.",
  input: z.strictObject({
    collection: z.enum(COLLECTIONS).describe("What to count."),
    by: z
      .string()

      .describe("One or two fields with a comma: year, type,status. by=pair: which states meet most."),
    sort: z.enum(["-count", "count", "key", "-key"]).optional().describe("Most first unless given."),
    dataset: z.string().optional().describe("curated (default), all, or one named by about."),
    filters,
    cursor,
  }),
  async answer({ collection, by, ...given }, ask, base) {
    // Pairs are counted at an address of their own.
    const isPairs = collection === "events" && by === "pair";
    const query = queryOf(isPairs ? { ...given, sort: undefined } : { by, ...given }, { limit: isPairs ? "10" : "20" });
    const address = isPairs ? `/v1/dyads?${query}` : `/v1/stats/${String(collection)}?${query}`;
    const body = await asked<Listed<Group>>(ask, address);
    query.delete("limit");
    query.delete("cursor");
    query.set("format", "csv");
    return envelope(
      body.data.map((group) => countedOf(group, base)),
      body,
      {
        json: `${base}${address}`,
        ...(isPairs ? {} : { csv: `${base}/v1/stats/${String(collection)}?${query}` }),
      },
    );
  },
};

interface Hit {
  readonly collection: Collection;
  readonly id: string;
  readonly label: string;
  readonly date: string | null;
  readonly highlights: readonly { readonly segments: readonly { readonly text: string }[] }[];
}

const search: Tool = {
  name: "search",
  title: "Search records and names",
  description:
    "Words or a name in any language over all records, best first, with the passage; the way to an id. Without q it lists a collection.",
  input: z.strictObject({
    q: z.string().optional().describe("Words or a name: Токаев, investments, 21 billion."),
    collection: z.enum(COLLECTIONS).optional().describe("Only these."),
    dataset: z.string().optional().describe("curated (default), all, or one named by about."),
    filters,
    cursor,
  }),
  async answer({ collection, ...given }, ask, base) {
    if (given.q === undefined || given.filters !== undefined) {
      if (collection === undefined)
        throw new ToolFault("give `q`, or `collection` to list one; `filters` need `collection`");
      return listed(collection as Collection, given, ask, base);
    }
    const query = queryOf({ collection, ...given }, { limit: "8" });
    const body = await asked<Listed<Hit>>(ask, `/v1/search?${query}`);
    const hits = body.data.map(({ collection: of, id: key, label, date, highlights }) =>
      compact({
        collection: of,
        id: key,
        label,
        date,
        passage: highlights[0]?.segments.map(({ text }) => text).join(""),
        json: `${base}/v1/${of}/${key}`,
      }),
    );
    return envelope(hits, body, { json: `${base}/v1/search?${query}` });
  },
};

const about: Tool = {
  name: "about",
  title: "What is loaded, and what words and codes mean",
  description:
    "Datasets and what they cover; vocabularies (event-types, statuses, roles, topics, units …); coding rules; what changed since a day.",
  input: z.strictObject({
    topic: z
      .string()

      .optional()
      .describe(`A vocabulary, or one of ${TOPICS_BESIDE.join(", ")}. Default: datasets.`),
    since: z.string().optional().describe("With topic=changes: this day or later."),
    cursor,
  }),
  async answer({ topic = "datasets", since, cursor: at }, ask, base) {
    const { address, shapes } = aboutOf(String(topic), { since, cursor: at });
    const body = await asked<Listed<never> & { readonly meta: Listed<never>["meta"] }>(ask, address);
    const told = envelope(shapes(body), body, { json: `${base}${address}` });
    return topic === "datasets" ? { ...told, notes: [...(told.notes ?? []), ...CODING] } : told;
  },
};

export const TOOLS: readonly Tool[] = [findEvents, findQuotes, findFigures, readRecord, pair, count, search, about];
