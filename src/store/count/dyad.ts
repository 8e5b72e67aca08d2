// Dyads: what is known of one pair of states.

import sql, { type Sql } from "sql-template-tag";
import { LIES_AHEAD, PRESENT, TOOK_PLACE } from "../../model/vocabulary.ts";
import { byEngine, CROSS, indexedBy } from "../engine/dialect.ts";
import { limitTo, manyOf, name, oneOf } from "../engine/sql.ts";
import { whereOf } from "../plan/access-path.ts";
import { over, type Reader, run } from "../plan/bounded.ts";
import { type KeyedRow, orderOf } from "../plan/order.ts";
import { countIn } from "../plan/partitions.ts";
import type { AccessPlan } from "../plan/probe.ts";
import { type Counts, mergeSummaries, perPartition, SUMMARY_COLUMNS, type Summary, summaryOf } from "./summary.ts";

/** All events of a question together. */
export async function summary(database: Reader, plan: AccessPlan): Promise<Summary> {
  const query = (from: Sql, where: readonly Sql[]) => sql`SELECT ${SUMMARY_COLUMNS} FROM ${from} ${whereOf(where)}`;
  return summaryOf(await perPartition<Counts>(database, plan, query));
}

export interface Visits extends Summary {
  readonly rank: string | null;
  /** The state of the visitor, where one side visits and the other is host. */
  readonly visitor: string | null;
}

/** Visits by rank and direction. */
export async function visits(database: Reader, plan: AccessPlan, [a, b]: readonly [string, string]): Promise<Visits[]> {
  const plays = (role: string, state: string) => sql`EXISTS (SELECT 1 FROM event_participants p
    WHERE p.n = r.n AND p.role = ${role} AND p.state = ${state})`;
  const visited = (from: string, to: string) => sql`(${plays("visitor", from)} AND ${plays("host", to)})`;
  const rows = await perPartition<Visits & Counts>(
    database,
    plan,
    (from, where) => sql`
    SELECT r.rank, CASE WHEN ${visited(a, b)} AND NOT ${visited(b, a)} THEN ${a}
      WHEN ${visited(b, a)} AND NOT ${visited(a, b)} THEN ${b} END AS visitor, ${SUMMARY_COLUMNS}
    FROM ${from} ${whereOf([...where, sql`r.type = 'visit'`])} GROUP BY 1, 2`,
  );
  // What is unknown comes last: no rank and no state begins like this.
  return mergeSummaries(rows, ({ rank, visitor }) => `${rank ?? "~"} ${visitor ?? "~"}`);
}

/** Some records, and how many there are. */
export interface Latest {
  readonly docs: readonly string[];
  readonly total: number;
}

/** Events that also satisfy `more`, the latest first day first, and how many there are. */
async function latest(database: Reader, plan: AccessPlan, more: Sql, limit: number): Promise<Latest> {
  const rows = await perPartition<KeyedRow & { ds: number; total: number }>(
    database,
    plan,
    (from, where) => sql`
    SELECT d.doc, r.id, r.ds, r.earliest AS key, count(*) OVER () AS total FROM ${from} ${CROSS} events_docs d ON d.n = r.n
    ${whereOf([...where, more])} ORDER BY r.earliest DESC NULLS LAST, r.id ${limitTo(limit)}`,
  );
  const totals = new Map(rows.map(({ ds, total }) => [ds, total]));
  const sorted = rows.sort(orderOf({ key: "date", descending: true })).slice(0, limit);
  return { docs: sorted.map(({ doc }) => doc), total: [...totals.values()].reduce((sum, one) => sum + one, 0) };
}

/** Agreements, signed or ratified. */
export function agreements(database: Reader, plan: AccessPlan, limit: number) {
  return latest(database, plan, sql`r.type = 'agreement'`, limit);
}

/** What is planned or proposed, as it was reported. */
export function plans(database: Reader, plan: AccessPlan, limit: number) {
  return latest(database, plan, sql`r.status IN ${oneOf(LIES_AHEAD)}`, limit);
}

/** Invitations extended or accepted that nothing fulfils: no event is said to, and no visit they are for takes place. */
export function invitations(database: Reader, plan: AccessPlan, limit: number) {
  const own = sql`(SELECT doc FROM events_docs WHERE n = r.n)`;
  const stage = byEngine({
    sqlite: sql`json_extract(${own}, '$.invitation.stage')`,
    postgres: sql`${own}::jsonb #>> '{invitation,stage}'`,
  });
  const asked = sql`(${stage}) IN ('extended', 'accepted')`;
  const known = sql`e.ds IN (SELECT number FROM datasets)`;
  const visits = byEngine({
    sqlite: sql`json_each(${own}, '$.invitation.visit') v`,
    postgres: sql`jsonb_array_elements_text(${own}::jsonb #> '{invitation,visit}') v(value)`,
  });
  // SQLite cannot know how few visits a document lists, and would walk all events of a status for each invitation.
  const visited = sql`EXISTS (SELECT 1 FROM ${visits} ${CROSS} events e ${indexedBy("events_by_id")}
    ON ${known} AND e.id = v.value AND e.status IN ${oneOf(TOOK_PLACE)})`;
  const relations = byEngine({
    sqlite: sql`json_each(e.doc, '$.relations') l`,
    postgres: sql`jsonb_array_elements(e.doc::jsonb -> 'relations') l(value)`,
  });
  const part = (of: "type" | "event") =>
    byEngine({ sqlite: sql`json_extract(l.value, ${`$.${of}`})`, postgres: sql`l.value ->> ${name(`'${of}'`)}` });
  const fulfilled = sql`EXISTS (SELECT 1 FROM event_relations x ${CROSS} events_docs e ON e.n = x.n, ${relations}
    WHERE x.value = r.id AND (${part("type")}) = 'fulfils' AND (${part("event")}) = r.id)`;
  return latest(database, plan, sql`r.type = 'invitation' AND ${asked} AND NOT ${visited} AND NOT ${fulfilled}`, limit);
}

export interface Meeting extends Summary {
  /** Who acted for the first state, and who for the second. */
  readonly one: string;
  readonly other: string;
}

/**
 * Persons who acted for the two states in the same consultation that took place; a telephone call is no meeting. Talks
 * during a visit on which the same two met are one occasion, that of the visit.
 */
export async function meetings(
  database: Reader,
  plan: AccessPlan,
  [a, b]: readonly [string, string],
  limit: number,
): Promise<{ meetings: Meeting[]; total: number }> {
  const side = (alias: string, state: string) => {
    const field = (column: string) => name(`${alias}.${column}`);
    return sql`${field("n")} = r.n AND ${field("state")} = ${state} AND ${field("role")} IN ${oneOf(PRESENT)}
      AND ${field("participant")} IN (SELECT id FROM participants WHERE kind = 'person')`;
  };
  const isMeeting = (alias: string) => {
    const [plover, type, status] = ["plover", "type", "status"].map((column) => name(`${alias}.${column}`));
    return sql`${plover} = 'CONSULT' AND ${type} <> 'call' AND ${status} IN ${oneOf(TOOK_PLACE)}`;
  };
  const there = (alias: string, person: string) => sql`event_participants ${name(alias)} ON ${name(`${alias}.n`)} = e.n
    AND ${name(`${alias}.participant`)} = ${name(`${person}.participant`)} AND ${name(`${alias}.role`)} IN ${oneOf(PRESENT)}`;
  const isPart = sql`EXISTS (SELECT 1 FROM events e ${indexedBy("events_by_id")} ${CROSS} ${there("v", "x")}
    ${CROSS} ${there("w", "y")} WHERE e.ds IN (SELECT number FROM datasets) AND e.id = r.part_of AND ${isMeeting("e")})`;
  const rows = await perPartition<Meeting & Counts>(
    database,
    plan,
    (from, where) => sql`
      SELECT m.one, m.other, ${SUMMARY_COLUMNS} FROM (
        SELECT DISTINCT r.n, x.participant AS one, y.participant AS other
        FROM ${from} ${CROSS} event_participants x ON ${side("x", a)} ${CROSS} event_participants y ON ${side("y", b)}
        ${whereOf([...where, isMeeting("r"), sql`NOT ${isPart}`])}) m
      ${CROSS} events r ON r.n = m.n GROUP BY m.one, m.other`,
  );
  const meetings = mergeSummaries(rows, ({ one, other }) => `${one} ${other}`);
  return { meetings: meetings.slice(0, limit), total: meetings.length };
}

/** Figures claimed at the events of a question, or at parts of them, the newest first. */
export async function figures(database: Reader, plan: AccessPlan, limit: number): Promise<Latest> {
  const found = await perPartition<{ id: string }>(
    database,
    plan,
    (from, where) => sql`SELECT r.id FROM ${from} ${whereOf([...where, CLAIMED])}`,
  );
  const events = new Set(found.map(({ id }) => id));
  const partitions = plan.parts.map(({ partition }) => partition);
  if (events.size === 0) return { docs: [], total: 0 };
  const query = sql`
    SELECT d.doc, f.id, f.earliest AS key, count(*) OVER () AS total FROM figures f ${CROSS} figures_docs d ON d.n = f.n
    WHERE f.ds IN ${oneOf(partitions.map(({ number }) => number))}
    AND (f.event IN ${manyOf(events)} OR f.event IN (SELECT e.id FROM events e WHERE e.part_of IN ${manyOf(events)}))
    ORDER BY f.earliest DESC NULLS LAST, f.id ${limitTo(limit)}`;
  // An event may have any number of parts, and each of them any number of figures.
  const held = partitions.reduce((sum, one) => sum + countIn(one, "events") + countIn(one, "figures"), 0);
  const most = held <= plan.bounds.maxScan ? held : null;
  const rows = await run<{ doc: string; id: string; key: string | null; total: number }>(database, over(query, most));
  return { docs: rows.map(({ doc }) => doc), total: rows[0]?.total ?? 0 };
}

/** Events at which something may have been claimed, or that have parts. */
const CLAIMED = sql`(EXISTS (SELECT 1 FROM figures f WHERE f.event = r.id) OR EXISTS (SELECT 1 FROM events e WHERE e.part_of = r.id))`;
