// Dyads: pairs of states that take part in the same events, and what is known of one pair.
import sql, { join, type Sql } from "sql-template-tag";
import type { Position } from "../query/cursor.ts";
import type { PairsPlan } from "../query/dyads.ts";
import type { Criteria } from "../query/plan.ts";
import { where } from "./conditions.ts";
import type { Database } from "./database.ts";
import { datasetIn, onField } from "./lists.ts";
import { name, oneOf } from "./names.ts";

/** What took place; the other statuses are what was only said of the future, or was given up. */
export const HELD = ["occurred", "ongoing"] as const;
export const AHEAD = ["planned", "proposed"] as const;

/** How many events, and the ids of the first and the last that took place. */
export interface Span {
  readonly count: number;
  readonly held: number;
  readonly ahead: number;
  readonly first: string | null;
  readonly last: string | null;
}

export interface Pair extends Span {
  readonly a: string;
  readonly b: string;
}

const isHeld = sql`r.status IN ${oneOf(HELD)}`;
/** By first day, then id, as lists sort; events whose first day is open count only where no other is there. */
const edge = (which: "min" | "max") => {
  const at = (column: string) =>
    sql`${name(which)}(CASE WHEN ${isHeld} THEN ${name(`r.${column}`)} || ' ' || r.id END)`;
  return sql`substr(coalesce(${at("earliest")}, ${at("latest")}), 12)`;
};
const SPAN = sql`count(*) AS count, sum(CASE WHEN ${isHeld} THEN 1 ELSE 0 END) AS held,
  sum(CASE WHEN r.status IN ${oneOf(AHEAD)} THEN 1 ELSE 0 END) AS ahead,
  ${edge("min")} AS first, ${edge("max")} AS last`;

function paired({ criteria, sides }: PairsPlan): Sql {
  const conditions = where(criteria);
  const states = sides.map((list) => {
    const side = (field: string) => onField(name(field), "whole", list);
    // "Neither" must hold of both, "any" of one.
    return list.not
      ? sql`(${side("x.value")} AND ${side("y.value")})`
      : sql`(${side("x.value")} OR ${side("y.value")})`;
  });
  const more = states.length === 0 ? sql`` : sql`${and(conditions)} ${join(states, " AND ")}`;
  return sql`FROM events r JOIN event_countries x ON x.record = r.id
    JOIN event_countries y ON y.record = r.id AND y.value > x.value ${conditions} ${more} GROUP BY x.value, y.value`;
}

/** A page of pairs, those with most events first. */
export async function pairs(
  database: Database,
  plan: PairsPlan,
): Promise<{ pairs: Pair[]; next: Position | null; total: number }> {
  const { limit, after } = plan;
  const beyond = after === null ? sql`` : sql`WHERE ${past(after)}`;
  // The window counts before what is beyond the cursor is cut off.
  const rows = await database.all<Pair & { total: number }>(sql`
    SELECT * FROM (SELECT x.value AS a, y.value AS b, ${SPAN}, count(*) OVER () AS total ${paired(plan)}) ${beyond}
    ORDER BY count DESC, a, b LIMIT ${limit + 1}`);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    pairs: rows.slice(0, limit).map(({ total: _, ...pair }) => pair),
    next: last === undefined ? null : { value: String(last.count), id: `${last.a} ${last.b}` },
    total: rows[0]?.total ?? (after === null ? 0 : await countPairs(database, plan)),
  };
}

/** How many pairs there are, for a page beyond the last of them. */
async function countPairs(database: Database, plan: PairsPlan): Promise<number> {
  const rows = await database.all<{ n: number }>(sql`SELECT count(*) AS n FROM (SELECT 1 ${paired(plan)})`);
  return rows[0]?.n ?? 0;
}

function past({ value, id }: Position): Sql {
  const [a = "", b = ""] = id.split(" ");
  const count = Number(value);
  return sql`(count < ${count} OR (count = ${count} AND (a > ${a} OR (a = ${a} AND b > ${b}))))`;
}

/** All events of a question together. */
export async function span(database: Database, criteria: Criteria): Promise<Span> {
  const rows = await database.all<Span>(sql`SELECT ${SPAN} FROM events r ${where(criteria)}`);
  const row = rows[0];
  return {
    count: row?.count ?? 0,
    held: row?.held ?? 0,
    ahead: row?.ahead ?? 0,
    first: row?.first ?? null,
    last: row?.last ?? null,
  };
}

export interface Visits extends Span {
  readonly rank: string | null;
  /** The state of the visitor, where one side visits and the other is host. */
  readonly visitor: string | null;
}

/** Visits by rank and direction. */
export async function visits(
  database: Database,
  criteria: Criteria,
  [a, b]: readonly [string, string],
): Promise<Visits[]> {
  const plays = (role: string, state: string) => sql`EXISTS (SELECT 1 FROM event_participants p
    WHERE p.record = r.id AND p.role = ${role} AND p.state = ${state})`;
  const visited = (from: string, to: string) => sql`(${plays("visitor", from)} AND ${plays("host", to)})`;
  const conditions = where(criteria);
  return database.all<Visits>(sql`
    SELECT r.rank, CASE WHEN ${visited(a, b)} AND NOT ${visited(b, a)} THEN ${a}
      WHEN ${visited(b, a)} AND NOT ${visited(a, b)} THEN ${b} END AS visitor, ${SPAN}
    FROM events r ${conditions} ${and(conditions)} r.type = 'visit'
    GROUP BY 1, 2 ORDER BY count DESC, r.rank NULLS LAST, visitor NULLS LAST`);
}

/** Some records, and how many there are. */
export interface Latest {
  readonly docs: readonly string[];
  readonly total: number;
}

/** Events that also satisfy `more`, the latest first day first, and how many there are. */
async function latest(database: Database, criteria: Criteria, more: Sql, limit: number): Promise<Latest> {
  const conditions = where(criteria);
  const rows = await database.all<{ doc: string; total: number }>(sql`
    SELECT r.doc, count(*) OVER () AS total FROM events r ${conditions} ${and(conditions)} ${more}
    ORDER BY r.earliest DESC NULLS LAST, r.id LIMIT ${limit}`);
  return { docs: rows.map(({ doc }) => doc), total: rows[0]?.total ?? 0 };
}

/** Agreements, signed or ratified. */
export function agreements(database: Database, criteria: Criteria, limit: number) {
  return latest(database, criteria, sql`r.type = 'agreement'`, limit);
}

/** What is planned or proposed, as it was reported. */
export function plans(database: Database, criteria: Criteria, limit: number) {
  return latest(database, criteria, sql`r.status IN ${oneOf(AHEAD)}`, limit);
}

/** Invitations extended or accepted that nothing fulfils: no event is said to, and no visit they are for takes place. */
export function invitations(database: Database, criteria: Criteria, limit: number) {
  const stage = sql`json_extract(r.doc, '$.invitation.stage') IN ('extended', 'accepted')`;
  const visited = sql`EXISTS (SELECT 1 FROM json_each(r.doc, '$.invitation.visit') v
    JOIN events e ON e.id = v.value AND e.status IN ${oneOf(HELD)})`;
  const fulfilled = sql`EXISTS (SELECT 1 FROM event_relations x JOIN events e ON e.id = x.record,
    json_each(e.doc, '$.relations') l WHERE x.value = r.id
    AND json_extract(l.value, '$.type') = 'fulfils' AND json_extract(l.value, '$.event') = r.id)`;
  return latest(
    database,
    criteria,
    sql`r.type = 'invitation' AND ${stage} AND NOT ${visited} AND NOT ${fulfilled}`,
    limit,
  );
}

export interface Meeting extends Span {
  /** Who acted for the first state, and who for the second. */
  readonly one: string;
  readonly other: string;
}

/** Roles of those who were there; an inviter or somebody mentioned need not have been. */
const PRESENT = ["visitor", "host", "convener", "chair", "participant", "delegation-member", "signatory", "speaker"];

/** Persons who acted for the two states in the same consultation that took place; a telephone call is no meeting. */
export async function meetings(
  database: Database,
  criteria: Criteria,
  [a, b]: readonly [string, string],
  limit: number,
): Promise<{ meetings: Meeting[]; total: number }> {
  const side = (alias: string, state: string) => {
    const field = (column: string) => name(`${alias}.${column}`);
    return sql`JOIN (SELECT DISTINCT record, participant FROM event_participants
      WHERE state = ${state} AND role IN ${oneOf(PRESENT)}
      AND participant IN (SELECT id FROM participants WHERE kind = 'person')) ${name(alias)} ON ${field("record")} = r.id`;
  };
  const conditions = where(criteria);
  const rows = await database.all<Meeting & { total: number }>(sql`
    SELECT *, count(*) OVER () AS total FROM (
      SELECT x.participant AS one, y.participant AS other, ${SPAN}
      FROM events r ${side("x", a)} ${side("y", b)}
      ${conditions} ${and(conditions)} r.plover = 'CONSULT' AND r.type <> 'call' AND ${isHeld}
      GROUP BY x.participant, y.participant)
    ORDER BY count DESC, one, other LIMIT ${limit}`);
  return { meetings: rows, total: rows[0]?.total ?? 0 };
}

/** Figures claimed at the events of a question, or at parts of them, the newest first. */
export async function figures(database: Database, criteria: Criteria, limit: number): Promise<Latest> {
  const events = sql`(SELECT r.id FROM events r ${where(criteria)})`;
  const rows = await database.all<{ doc: string; total: number }>(sql`
    SELECT f.doc, count(*) OVER () AS total FROM figures f
    WHERE ${datasetIn("f.dataset", criteria.datasets)}
    AND (f.event IN ${events} OR f.event IN (SELECT id FROM events WHERE part_of IN ${events}))
    ORDER BY f.earliest DESC NULLS LAST, f.id LIMIT ${limit}`);
  return { docs: rows.map(({ doc }) => doc), total: rows[0]?.total ?? 0 };
}

function and(conditions: Sql): Sql {
  return conditions.sql === "" ? sql`WHERE` : sql`AND`;
}
