// Scope: the datasets that a query reaches, and the ids in it that no record has.

import { coroutine, type Steps, wait } from "../../coroutine.ts";
import { invalidRequest } from "../../errors.ts";
import type { DatasetInfo } from "../../model/bundle.ts";
import { filtersOf } from "../../query/filters.ts";
import { type Criteria, isAsked } from "../../query/plan.ts";
import { once } from "../../store/catalog/once.ts";
import type { Reader } from "../../store/plan/bounded.ts";
import { asksForStates, partitionsOf } from "../../store/plan/partitions.ts";
import { byId, someIds } from "../../store/read/records.ts";
import { didYouMean } from "../../suggest.ts";
import { rowNotes } from "./group-rows.ts";

/** Ids among which the nearest to an unknown one is sought. */
export const IDS_FOR_SUGGESTIONS = 2_000;

/**
 * The ids of the datasets that a question is answered from.
 * @throws ProblemError when it names one that is not loaded
 */
function askedDatasets(
  { datasets, collection }: Pick<Criteria, "datasets"> & Partial<Criteria>,
  loaded: readonly DatasetInfo[],
): string[] {
  const known = loaded.map(({ id }) => id);
  const lists = typeof datasets === "string" ? [] : datasets;
  const named = lists.flatMap(({ values }) => values.filter((value) => value !== null));
  const faults = named
    .filter((id) => !known.includes(id))
    .map((id) => ({
      parameter: "dataset",
      detail: `knows no dataset "${id}"${didYouMean(id, known)} (one of ${known.join(", ")}, all)`,
    }));
  if (faults.length > 0) {
    throw invalidRequest(faults);
  }
  // States that curated data describes are found among all states.
  const alsoCurated = asksForStates(datasets) && (collection === "participants" || collection === "venues");
  const isIn = ({ id, kind }: DatasetInfo) =>
    isAsked(datasets, id, kind === "curated") || (alsoCurated && kind === "curated");
  return loaded.filter(isIn).map(({ id }) => id);
}

/** Most ids that notes are written about. */
const NOTES = 5;

/** Notes for an empty page: which ids of its filters no record has, and the nearest that one has. */
export async function noteUnknown(database: Reader, criteria: Criteria): Promise<string[]> {
  const notes: string[] = [];
  for (const { name, of, among = of === undefined ? [] : [of] } of filtersOf(criteria.collection)) {
    const ids = (criteria.filters.get(name) ?? []).flatMap(({ values }) => values.filter((value) => value !== null));
    if (among.length === 0 || ids.length === 0) continue;
    const found = new Set<string>();
    for (const one of among) for (const id of (await byId(database, one, ids)).keys()) found.add(id);
    const unknown = ids.filter((id) => !found.has(id));
    const known: string[] = [];
    if (unknown.length > 0) for (const one of among) known.push(...(await someIds(database, one, IDS_FOR_SUGGESTIONS)));
    for (const id of unknown.slice(0, NOTES)) {
      notes.push(`\`${name}\`: no record of ${among.join(", ")} has the id \`${id}\`${didYouMean(id, known)}`);
    }
    if (unknown.length > NOTES) notes.push(`\`${name}\`: nor have ${unknown.length - NOTES} more`);
  }
  return notes;
}

/** A note for events of datasets that tell some of them twice. */
const noteDuplicates = coroutine(function* (
  database: Pick<Reader, "queryCached">,
  criteria: Partial<Criteria>,
): Steps<string[]> {
  const { collection, datasets, distinct = true } = criteria;
  if (collection !== "events" || datasets === undefined) return [];
  const told = (yield* wait(partitionsOf(database, datasets))).filter(({ hasDuplicates }) => hasDuplicates);
  if (told.length === 0) return [];
  const ids = told.map(({ dataset }) => `\`${dataset}\``).join(", ");
  return distinct
    ? [
        `Events that ${ids} tells twice come once: the later record, linked by \`same-as\`, is left out without \`distinct=false\`.`,
      ]
    : [
        `Events that ${ids} tells twice come twice; \`distinct=true\` leaves the later record out, which is linked by \`same-as\`.`,
      ];
});

/** The datasets of an answer, and what is said of them. */
export interface AnswerScope {
  /** Their ids. */
  readonly asked: readonly string[];
  /** What is said of events that one of them tells twice. */
  readonly duplicates: readonly string[];
  /** What a reader of counts should know of them, their duplicates included. */
  readonly notes: readonly string[];
}

/** Scopes of what is loaded, by what is asked: they are the same for most answers, until the data changes. */
const scopesOf = once((_loaded: readonly DatasetInfo[]) => new Map<string, AnswerScope>());
/** Scopes that are remembered; names that clients invent are refused. */
const REMEMBERED = 200;

/**
 * The scope of an answer.
 * @param criteria what is asked for; null for what is answered from all datasets
 * @throws ProblemError when a dataset is asked for that is not loaded
 */
export const scopeOf = coroutine(function* (
  database: Pick<Reader, "queryCached">,
  loaded: readonly DatasetInfo[],
  criteria: (Partial<Criteria> & Pick<Criteria, "datasets">) | null,
): Steps<AnswerScope> {
  const { collection, datasets, distinct } = criteria ?? {};
  const key = criteria === null ? "" : `${collection} ${distinct} ${JSON.stringify(datasets)}`;
  const scopes = scopesOf(loaded);
  const known = scopes.get(key);
  if (known !== undefined) return known;
  const asked = criteria === null ? loaded.map(({ id }) => id) : askedDatasets(criteria, loaded);
  const duplicates = criteria === null ? [] : yield* wait(noteDuplicates(database, criteria));
  const scope = { asked, duplicates, notes: [...rowNotes(asked, loaded), ...duplicates] };
  if (scopes.size < REMEMBERED) scopes.set(key, scope);
  return scope;
});
