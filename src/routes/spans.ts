// Spans: all evidence in one source in the order of its text, and the text itself as far as it is served.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { Links, Meta } from "../formats/envelope.ts";
import { labelOf } from "../formats/labels.ts";
import type { Related } from "../formats/related.ts";
import { fieldWords } from "../formats/words/fields.ts";
import { passagesOf } from "../formats/words/passages.ts";
import { valueWords } from "../formats/words/values.ts";
import type { Records } from "../model/bundle.ts";
import { Collection, idOf } from "../model/ids.ts";
import { Evidence, ProvenanceEntry } from "../model/provenance.ts";
import { Source } from "../model/source.ts";
import { strict } from "../query/list-query.ts";
import { giveWay, inTurns } from "../turns.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { type Excerpt, excerptOf, type ValueOf } from "./answer/excerpts.ts";
import { frameOf } from "./answer/frame.ts";
import { address } from "./answer/links.ts";
import { found, REFUSALS } from "./answer/lookup.ts";

const offset = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [example] });
const inBoth = (description: string, en: string, ru: string) =>
  z.strictObject({ en: z.string(), ru: z.string() }).meta({ description, examples: [{ en, ru }] });

const Piece = z
  .strictObject({
    start: offset("First code point.", 0),
    end: offset("The code point after the last.", 6),
    text: z
      .string()
      .nullable()
      .meta({ description: "The words; null for a gap, which is not served.", examples: ["Токаев"] }),
  })
  .meta({ id: "TextPiece", description: "A stretch of a source's text, or a gap of that length." });

const { path, basis, note } = ProvenanceEntry.shape;
const SpanLine = z
  .strictObject({
    start: Evidence.shape.start,
    end: Evidence.shape.end,
    exact: Evidence.shape.exact,
    collection: Collection,
    record: z.string().meta({ description: "The id of the record.", examples: ["2023-10-17-tokayev-xi-talks"] }),
    ...{ path, basis, note },
    label: inBoth("What the part of the record is called.", "date", "дата"),
    value: inBoth("Its value in words.", "17 October 2023", "17 октября 2023 года").nullable().meta({
      description: "Its value in words: names for ids, dates and amounts written out; null where there is none.",
    }),
  })
  .meta({ id: "SpanLine", description: "Words of a source, and one value of a record that rests on them." });

const RecordLine = z
  .strictObject({
    collection: Collection,
    id: z.string().meta({ examples: ["2023-10-17-tokayev-xi-talks"] }),
    label: inBoth("What it is called.", "Beijing", "Пекин"),
    href: z.string().meta({ description: "The record.", examples: ["/v1/events/2023-10-17-tokayev-xi-talks"] }),
  })
  .meta({ id: "RecordLine", description: "A record by its name." });

const SourceSpans = z
  .strictObject({
    source: idOf("sources", "zakon-kz-2023-10-17"),
    text: Source.shape.text,
    pieces: z.array(Piece).meta({
      description: "The text as far as it is served, with the gaps between; none where no text is on record.",
    }),
    records: z.array(RecordLine).meta({ description: "The records that have evidence here." }),
    spans: z.array(SpanLine).meta({ description: "All evidence here by `start`, the shorter span first." }),
    left: z
      .int()
      .min(0)
      .meta({
        description:
          "Events, quotes and figures that are left out: of each collection the first 200 are read. Lists have all with `source`.",
        examples: [0],
      }),
  })
  .meta({ id: "SourceSpans", description: "The evidence in one source, in the order of its text." });

export function spansRoute(app: FastifyInstance, context: RouteContext): void {
  const { database, base } = context;
  app.get("/v1/sources/:id/spans", {
    config: { cached: true },
    schema: {
      operationId: "getSourceSpans",
      tags: ["sources"],
      summary: "All evidence in one source, in the order of its text",
      description:
        "For article pages with highlights: the text as pieces with gaps, and for each span the record, the path, the basis, the note, and the value in words. Offsets count Unicode code points.",
      params: z.object({
        id: z.string().meta({ description: "The id of the source.", examples: ["zakon-kz-2023-10-17"] }),
      }),
      querystring: strict({}),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(SourceSpans, Meta, Links) } },
        "The evidence.",
        true,
        REFUSALS,
      ),
    },
    handler: consistently(context, async (request: FastifyRequest) => {
      const { id } = request.params as { id: string };
      const { record, dataset } = await found(context, request, "sources", id, "/spans");
      const source = record as Records["sources"];
      const excerpt = await excerptOf(database, source);
      const { self, version } = await frameOf(context, request, null, `/v1/sources/${source.id}/spans`);
      const data = await dataOf(base, source, excerpt);
      await giveWay();
      const meta = { version, datasets: [dataset] };
      return enveloped(JSON.stringify(data), meta, { self });
    }),
  });
}

async function dataOf(
  base: string,
  source: Records["sources"],
  { points, records, values, related, left }: Excerpt,
): Promise<z.infer<typeof SourceSpans>> {
  const both = (say: (lang: "en" | "ru") => string) => ({ en: say("en"), ru: say("ru") });
  const lines = (await inTurns(values, (value) => linesOf(value, related))).flat();
  return {
    source: source.id,
    text: source.text,
    pieces: passagesOf(points),
    records: await inTurns(records, ({ collection, record }) => ({
      collection,
      id: record.id,
      label: both((lang) => labelOf(collection, record as never, lang)),
      href: address(base, `/v1/${collection}/${record.id}`),
    })),
    spans: lines.sort((a, b) => a.start - b.start || a.end - b.end),
    left,
  };
}

function linesOf({ collection, record, entry, spans }: ValueOf, related: Related): z.infer<typeof SpanLine>[] {
  if (spans.length === 0) return [];
  const { path, basis, note } = entry;
  const say = (lang: "en" | "ru") => valueWords({ collection, record, related, lang }, path);
  const [en, ru] = [say("en"), say("ru")];
  const label = { en: fieldWords(collection, path, "en"), ru: fieldWords(collection, path, "ru") };
  const value = en === null || ru === null ? null : { en, ru };
  return spans.map(({ start, end, exact }) => {
    return { start, end, exact, collection, record: record.id, path, basis, note, label, value };
  });
}
