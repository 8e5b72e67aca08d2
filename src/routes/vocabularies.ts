// Vocabularies: the closed lists of words and codes that records use.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ProblemError } from "../errors.ts";
import { JSON_TYPE } from "../formats/choose.ts";
import { Links, ListLinks, ListMeta, Meta } from "../formats/envelope.ts";
import { EVENT_TYPES } from "../model/event-types.ts";
import { AliasMap, type Label, LanguageMap } from "../model/labels.ts";
import type { Reference } from "../model/reference.ts";
import { VOCABULARIES } from "../model/references.ts";
import type { Term } from "../model/term.ts";
import { strict } from "../query/list-query.ts";
import { didYouMean } from "../suggest.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { address } from "./answer/links.ts";

const code = z.string().nullable();

const VocabularyTerm = z
  .strictObject({
    id: z.string().meta({ description: "The word as records and filters have it.", examples: ["talks"] }),
    label: LanguageMap,
    rule: z.string().optional().meta({ description: "When a coder chooses it (event types)." }),
    plover: z
      .strictObject({ event: z.string(), mode: code, contexts: z.array(z.string()) })
      .nullable()
      .optional()
      .meta({ description: "PLOVER coding (event types, CAMEO codes)." }),
    cameo: z.array(z.string()).optional().meta({ description: "CAMEO codes, the usual one first (event types)." }),
    root: z.string().optional().meta({ description: "CAMEO root (CAMEO codes)." }),
    codes: z
      .strictObject({
        alpha2: code,
        alpha3: code,
        alpha4: code.optional().meta({ description: "ISO 3166-3 (former states)." }),
        m49: code,
        fips: code,
        cameo: code,
        wikidata: code,
      })
      .optional()
      .meta({ description: "ISO 3166, UN M49, FIPS 10-4, CAMEO and Wikidata (countries and former states)." }),
    from: code.optional().meta({ description: "Since when, EDTF (former states)." }),
    to: code.optional().meta({ description: "Until when, EDTF (former states)." }),
    aliases: AliasMap.optional().meta({ description: "Other names, by language (countries and former states)." }),
    successors: z.array(z.string()).optional().meta({ description: "States that followed it (former states)." }),
    note: code.optional().meta({ description: "What a reader should know (former states)." }),
  })
  .meta({ id: "VocabularyTerm", description: "One word of a vocabulary, with its labels and codes." });
type VocabularyTerm = z.infer<typeof VocabularyTerm>;

const Summary = z
  .strictObject({
    id: z.string().meta({ examples: ["event-types"] }),
    label: LanguageMap,
    count: z
      .int()
      .min(0)
      .meta({ examples: [30] }),
    href: z.string().meta({ examples: ["/v1/vocabularies/event-types"] }),
  })
  .meta({ id: "VocabularySummary", description: "A vocabulary and how many words it has." });

const Vocabulary = z
  .strictObject({
    id: z.string().meta({ examples: ["event-types"] }),
    label: LanguageMap,
    terms: z.array(VocabularyTerm),
  })
  .meta({ id: "Vocabulary", description: "A vocabulary, whole." });

interface List {
  readonly id: string;
  readonly label: Label;
  readonly terms: readonly VocabularyTerm[];
}

const list = (id: string, en: string, ru: string, terms: readonly VocabularyTerm[]): List => ({
  id,
  label: { en, ru },
  terms,
});
/** The vocabularies whose words have a label and nothing else, and what each is called. */
const PLAIN = [
  ["statuses", "Statuses of events", "Статусы событий"],
  ["ranks", "Ranks of visits", "Ранги визитов"],
  ["invitation-stages", "Stages of invitations", "Стадии приглашений"],
  ["roles", "Roles of participants", "Роли участников"],
  ["relations", "Relations between events", "Связи событий"],
  ["topics", "Topics", "Темы"],
  ["participant-kinds", "Kinds of participants", "Виды участников"],
  ["venue-kinds", "Kinds of venues", "Виды мест"],
  ["source-kinds", "Kinds of sources", "Виды источников"],
  ["quote-modes", "Modes of quotes", "Виды речи"],
  ["figure-kinds", "Kinds of figures", "Виды чисел"],
  ["bounds", "Bounds of figures", "Точность чисел"],
  ["stages", "Stages of what figures measure", "Стадии измеряемого"],
  ["scales", "Scale words", "Слова масштаба"],
  ["units", "Units", "Единицы"],
  ["bases", "Bases of provenance", "Основания сведений"],
  ["coding-rules", "Coding rules", "Правила кодирования"],
  ["plover", "PLOVER categories", "Категории PLOVER"],
] as const;
const plain = (terms: readonly Term[]): VocabularyTerm[] => terms.map(({ id, label }) => ({ id, label: { ...label } }));

function vocabularies({ countries, historicStates, cameo }: Reference): List[] {
  return [
    list(
      "event-types",
      "Event types",
      "Типы событий",
      EVENT_TYPES.map(({ plover, cameo, label, ...type }) => ({
        ...type,
        label: { ...label },
        plover: plover && { ...plover, contexts: [] },
        cameo: [...cameo],
      })),
    ),
    ...PLAIN.map(([id, en, ru]) => list(id, en, ru, plain(VOCABULARIES[id]))),
    list(
      "cameo",
      "CAMEO codes",
      "Коды CAMEO",
      cameo.map(({ code: id, name, root, plover }) => ({ id, label: name, root, plover })),
    ),
    list(
      "countries",
      "Countries",
      "Страны",
      countries.map(({ id, names, aliases, ...codes }) => ({ id, label: names, codes, aliases })),
    ),
    list(
      "historic-states",
      "Former states",
      "Бывшие государства",
      historicStates.map(({ id, names, from, to, aliases, successors, note, ...codes }) => ({
        id,
        label: names,
        codes,
        from,
        to,
        aliases,
        successors,
        note,
      })),
    ),
  ];
}

export function vocabularyRoutes(app: FastifyInstance, context: RouteContext): void {
  const { reference, base } = context;
  const lists = vocabularies(reference);
  const names = lists.map(({ id }) => id);
  const summaries = JSON.stringify(
    lists.map(({ id, label, terms }) => ({
      id,
      label,
      count: terms.length,
      href: address(base, `/v1/vocabularies/${id}`),
    })),
  );
  const texts = new Map(lists.map((one) => [one.id, JSON.stringify(one)]));

  app.get("/v1/vocabularies", {
    config: { cached: true },
    schema: {
      operationId: "listVocabularies",
      tags: ["vocabularies"],
      summary: "The closed lists of words and codes",
      description: "Each list with the number of its words and its address.",
      querystring: strict({}),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(Summary), ListMeta, ListLinks) } },
        "All vocabularies.",
      ),
    },
    handler: consistently(context, async (request) => {
      const { meta, links } = await frameOf(context, request);
      return enveloped(summaries, meta({ total: lists.length, limit: 200 }), links(null, ""));
    }),
  });

  app.get("/v1/vocabularies/:name", {
    config: { cached: true },
    schema: {
      operationId: "getVocabulary",
      tags: ["vocabularies"],
      summary: "One vocabulary, whole",
      description: "Every word with its labels in English and Russian, and its codes in other schemes.",
      params: z.object({ name: z.string().meta({ description: "The vocabulary's id.", examples: ["event-types"] }) }),
      querystring: strict({}),
      response: responses({ [JSON_TYPE]: { schema: envelopeOf(Vocabulary, Meta, Links) } }, "The vocabulary."),
    },
    handler: consistently(context, async (request) => {
      const { name } = request.params as { name: string };
      const text = texts.get(name);
      if (text === undefined)
        throw new ProblemError(
          "not-found",
          `No vocabulary has this name${didYouMean(name, names)} (one of ${names.join(", ")})`,
        );
      const { asked, version, self } = await frameOf(context, request, null, `/v1/vocabularies/${name}`);
      return enveloped(text, { version, datasets: asked }, { self });
    }),
  });
}
