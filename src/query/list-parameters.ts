// List parameters: which records of a list, how many, in which order and with what.
import { COLLECTIONS, type Collection, SLUG } from "../model/ids.ts";
import { didYouMean } from "../suggest.ts";
import { readCursor } from "./cursor.ts";
import { fieldFault, includedIn, mixedFault, type Parts } from "./fields.ts";
import { INCLUDES, SORTS } from "./filters.ts";
import { choice, examples, filterParameter, list, scalar } from "./parameter.ts";
import { quote } from "./value-list.ts";

/** In which order an operation has its parameters: what is asked most, all others, then what is asked seldom. */
const ASKED_MOST = [
  ...["by", "q", "since", "collection", "type", "kind", "country", "country.all", "participant", "participant.all"],
  ...["speaker", "claimant", "venue", "topic", "from", "to", "certainty", "status", "dataset"],
  ...["sort", "limit", "cursor", "fields", "include", "labels", "format"],
];
const ASKED_SELDOM = ["ids", "sample", "seed", "count", "distinct", "lang", "bom"];

/** The parameters of an operation in the order of its documentation. */
export function inOrder<T>(shape: Readonly<Record<string, T>>): Record<string, T> {
  const place = (name: string) => {
    const [most, seldom] = [ASKED_MOST.indexOf(name), ASKED_SELDOM.indexOf(name)];
    return most >= 0 ? most : ASKED_MOST.length + 1 + seldom;
  };
  return Object.fromEntries(Object.entries(shape).sort(([one], [other]) => place(one) - place(other)));
}

export const LIMIT = { most: 200, usual: 20 };
const IDS_LIMIT = 100;
const FIELDS_LIMIT = 50;

export const CURSOR_FAULTS = {
  broken: "is not a cursor that this server gave; take it from `links.next`",
  foreign:
    "belongs to other filters or another sort; begin again without it (a filter given again means any of its values: both states are `country.all=KZ,CN`)",
};

const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

export const langParameter = choice(LANGUAGES, {
  description: "Language of what is carried in one language only.",
  ...examples("ru"),
  default: "en",
});

export const labelsParameter = choice(LANGUAGES, {
  description:
    "Sends `labels` along: the names, in this language, of all ids and of all words of vocabularies in the answer.",
  ...examples("en"),
});

/** `format`; `formats` are those that the address has, the usual one first. */
export function formatParameter(formats: readonly string[]) {
  return choice(formats, {
    description: "The format of the answer; `Accept` says the same by media type.",
    ...examples(...formats.slice(1)),
    default: formats[0],
  });
}

/** Which columns of a table, in which order. */
function columnsParameter(known: readonly string[]) {
  return columnList(known, {
    description: "With `format=csv`: only these columns, in this order. `/v1/tables` says what each means.",
    "x-beside": "format=csv",
  });
}

/** What is wrong with the name of a column, or null. */
export function columnFault(name: string, known: readonly string[]): string | null {
  if (known.includes(name)) return null;
  return `names no column ${quote(name)}${didYouMean(name, known)} (any of ${known.join(", ")})`;
}

/** Names of columns, of which a table may have only some. */
export function columnList(known: readonly string[], documentation: Readonly<Record<string, unknown>>) {
  return list((name) => columnFault(name, known), known.length, {
    type: "array",
    items: { type: "string", enum: known },
    ...examples(known.slice(0, 2)),
    ...documentation,
  });
}

/** In which format, which details take too; `columns` are those of its table. */
export function formatParameters(formats: readonly string[], columns: readonly string[]) {
  return {
    format: formatParameter(formats),
    columns: columnsParameter(columns),
    lang: langParameter,
    bom: choice(["true", "false"] as const, {
      description:
        "For spreadsheets, with `format=csv`: a byte order mark, and texts that look like formulas made harmless.",
      "x-beside": "format=csv",
      ...examples("true"),
      default: "false",
    }),
  };
}

/** What the records of an answer are wanted as. */
export interface Presentation {
  readonly fields: readonly string[] | null;
  readonly include: readonly Collection[];
  /** The language of the names of all that the answer has; null sends none. */
  readonly labels: Language | null;
  /** Columns of a table; null for all. */
  readonly columns: readonly string[] | null;
  /** The format asked for by name; null leaves it to `Accept`. */
  readonly format: string | null;
  readonly lang: Language;
  readonly bom: boolean;
}

/** Combinations of a format with what only JSON can say. */
export function checkFormat(
  {
    format,
    fields,
    include,
    labels,
    columns,
    bom,
  }: Omit<Presentation, "format" | "lang"> & { readonly format: string },
  fault: (parameter: string, message: string) => void,
): void {
  if (bom && format !== "csv") fault("bom", "goes with `format=csv` only");
  if (columns !== null && format !== "csv") fault("columns", "goes with `format=csv` only");
  if (fields !== null && !["json", "ndjson"].includes(format)) fault("fields", "goes with `json` and `ndjson` only");
  if (include.length > 0 && format !== "json") fault("include", "goes with `json` only");
  if (labels !== null && format !== "json") fault("labels", "goes with `json` only");
  const along = new Set((fields ?? []).map(includedIn).filter((one) => one !== null));
  for (const one of along) {
    if (!include.includes(one)) fault("fields", `names parts of \`included.${one}\`, which needs \`include=${one}\``);
  }
}

/** `fields`, `include` and `labels`, which details take too. */
export function shapeParameters(collection: Collection, parts: Parts) {
  const known = INCLUDES[collection];
  const along = known.length === 0 ? "" : ` \`included.${known[0]}.names\` says the same of records sent along.`;
  const shape = {
    fields: list(
      (field) => fieldFault(parts, field),
      FIELDS_LIMIT,
      {
        type: "array",
        items: { type: "string", maxLength: 200 },
        description: `Keeps answers short: only these parts of each record, nested ones by dots; or, each with \`-\`, all but these. \`id\` is always kept.${along}`,
        ...examples(collection === "events" ? ["title.en", "date.edtf"] : ["id", "updated"], ["-provenance"]),
      },
      "values",
      mixedFault,
    ),
  };
  const labels = labelsParameter;
  if (known.length === 0) return { ...shape, labels };
  const include = collectionsParameter(known, "Records referred to, sent along in `included`, each once.");
  return { ...shape, include, labels };
}

/** Some of the collections that an address knows. */
export function collectionsParameter(known: readonly Collection[], description: string) {
  return list(
    (word) =>
      known.some((one) => one === word)
        ? null
        : `cannot be ${quote(word)}${didYouMean(word, known)} (any of ${known.join(", ")})`,
    COLLECTIONS.length,
    { type: "array", items: { type: "string", enum: known }, description, ...examples([known[0] ?? ""]) },
  );
}

const SEED = /^[A-Za-z0-9_-]{1,64}$/;

function isCount(text: string): boolean {
  return /^[1-9][0-9]{0,2}$/.test(text) && Number(text) <= LIMIT.most;
}

/** A whole number of records, from 1. */
export function limitParameter(most: number, usual: number) {
  return scalar(
    (text, fault) => {
      const sound = isCount(text) && Number(text) <= most;
      if (!sound) fault(`cannot be ${quote(text)}; write a whole number from 1 to ${most}`);
      return Number(text);
    },
    {
      type: "integer",
      minimum: 1,
      maximum: most,
      default: usual,
      description: "Most records in the answer.",
      ...examples(5),
    },
  );
}

export const cursorParameter = scalar(
  (text, fault) => {
    // Whether it is another question's can be told only when the rest of this one is sound.
    if (readCursor(text, "") === "broken") fault(CURSOR_FAULTS.broken);
    return text;
  },
  {
    type: "string",
    maxLength: 1024,
    description: "Where the last page ended: the `cursor` of `links.next`. Good for the same filters and sort only.",
  },
);

export function pageParameters(collection: Collection) {
  const sorts = SORTS[collection];
  return {
    sort: choice(sorts, {
      description:
        "Order; `-` is descending. Ties go by `id`, unknown values last. A feed (`format=atom`) without it is by `-updated`.",
      ...examples(sorts[1] ?? "id"),
      default: sorts[0],
    }),
    limit: limitParameter(LIMIT.most, LIMIT.usual),
    cursor: cursorParameter,
    sample: scalar(
      (text, fault) => {
        if (!isCount(text)) fault(`cannot be ${quote(text)}; write a whole number from 1 to ${LIMIT.most}`);
        return Number(text);
      },
      {
        type: "integer",
        minimum: 1,
        maximum: LIMIT.most,
        description: "As many records as this, picked by `seed` instead of a page; the same seed picks the same ones.",
        ...examples(3),
      },
    ),
    seed: scalar(
      (text, fault) => {
        if (!SEED.test(text)) fault(`cannot be ${quote(text)}; write up to 64 letters, digits, "-" or "_"`);
        return text;
      },
      {
        type: "string",
        description: "Names the sample; `0` when left out.",
        "x-beside": "sample=3",
        ...examples("spring"),
      },
    ),
    count: choice(["bounded", "exact", "none"] as const, {
      description: "How `meta.total` is counted: exactly up to 10,000, exactly whatever it costs, or not at all.",
      ...examples("exact"),
      default: "bounded",
    }),
  };
}

export const idsParameter = list(
  (id) => (SLUG.test(id) && id.length <= 128 ? null : `has ${quote(id)}, which is no id`),
  IDS_LIMIT,
  {
    type: "array",
    items: { type: "string", maxLength: 128 },
    description: `These records, in this order (at most ${IDS_LIMIT}), of any dataset; unknown ones are listed in \`meta.missing\`. Goes with \`fields\`, \`include\`, \`labels\` and the format only.`,
  },
);

/** Dataset words; `all` stands alone. */
export const datasetParameter = filterParameter(
  {
    name: "dataset",
    kind: "id",
    single: true,
    says: "Datasets to answer from: ids of `/v1/datasets`, or `all`; the curated ones when absent.",
    example: "curated",
  },
  { states: new Map() },
);
