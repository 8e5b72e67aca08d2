// Bodies: a page of whole records as the bytes that go on the wire, put together by the database.
//
// SQLite joins the documents, with the text before and after them, and hands over one piece of bytes: nothing is joined,
// copied or parsed here. In the default order one statement gives the body of a page, how many records it has, where it
// ends and whether more follow; what stands after the records says that too, and is written into room that was left for
// it. A page of 20 records as rows took 56 microseconds of the statements alone, in two pieces 36, and takes 28.
//
// Along the index of another sort the end of a page is found by passing over the rows before it, and its body read then.
// Elsewhere (few records that are sorted, several datasets, samples, filters that no index has) the numbers of its records
// are read first, and the body by them.
//
// PostgreSQL sends bytes as hexadecimal digits and each statement over a network: there a page is read as rows.

import sql, { type Sql } from "sql-template-tag";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { ListPlan } from "../../query/plan.ts";
import { tableOf } from "../catalog/tables.ts";
import { CROSS } from "../engine/dialect.ts";
import { limitTo, name } from "../engine/sql.ts";
import { isInKeyOrder, numberOf, type PartitionPlan, whereOf } from "../plan/access-path.ts";
import { type Bounded, byKeys, firstRows, type Reader } from "../plan/bounded.ts";
import { DOCUMENT, inDefaultOrder, NUMBER, SORT_COLUMNS } from "../plan/order.ts";
import { IS_NO_MIRROR } from "../plan/predicates.ts";
import { type AccessPlan, accessOf } from "../plan/probe.ts";
import { areAll, fewWithMirrors, startOf } from "./default-order.ts";
import { keyedPage } from "./pages.ts";
import { walkedRows } from "./sorted.ts";

/** A page of records whose JSON is followed by one more text. */
export interface Body {
  /** How many records it has. */
  readonly count: number;
  /** Where the next page begins, null at the end. */
  readonly next: CursorPosition | null;
  /** All of it in UTF-8: what stands before the records, their JSON with commas between them, and this text. */
  write(tail: string): Awaitable<Buffer>;
}

/**
 * One page of a list, by keyset.
 * @param head what stands before the records
 * @param total how many records the list has from this page on, where that is known, or more than any page has
 */
export const bodyOf = coroutine(function* (
  database: Reader,
  list: ListPlan,
  plan: AccessPlan,
  head: string,
  total: number | null = null,
): Steps<Body> {
  if (database.engine !== "sqlite") {
    const { docs, next } = yield* wait(keyedPage<string>(database, list, plan, DOCUMENT));
    const write = (tail: string) => Buffer.from(head + docs.join(",") + tail);
    return { count: docs.length, next, write };
  }
  const walked = yield* wait(walkedBody(database, list, plan, head, total));
  if (walked !== null) return walked;
  const { docs: numbers, next } = yield* wait(keyedPage<string>(database, list, plan, NUMBER));
  const docs = sql`SELECT d.doc FROM json_each(${`[${numbers.join(",")}]`})
    ${CROSS} ${docsOf(list)} ON d.n = value`;
  const write = (tail: string) =>
    numbers.length === 0 ? Buffer.from(head + tail) : written(database, byKeys, docs, numbers.length, head, tail);
  return { count: numbers.length, next, write };
});

const docsOf = ({ criteria }: ListPlan) => sql`${name(`${tableOf(criteria.collection).name}_docs`)} d`;

/** A page along an index; null where there is no such index, or where its end is not known from a few rows. */
const walkedBody = coroutine(function* (
  database: Reader,
  list: ListPlan,
  { parts }: AccessPlan,
  head: string,
  total: number | null,
): Steps<Body | null> {
  const [part, ...others] = parts;
  if (part === undefined || others.length > 0 || list.sample !== null) return null;
  return yield* wait((inDefaultOrder(list) ? bodyByNumber : bodySorted)(database, list, part, head, total));
});

/** The rows of a list in the order of their numbers `n`, those that are told twice left out. */
interface Walk {
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  readonly n: Sql;
  /** How many rows are looked at. */
  readonly rows: number;
  /** Whether these are all rows of the list; where only the first are looked at, more may follow. */
  readonly isWhole: boolean;
}

const walkByNumber = coroutine(function* (database: Reader, list: ListPlan, part: PartitionPlan): Steps<Walk | null> {
  const { range, beyond } = yield* wait(startOf(database, list, part));
  const rows = list.limit + 1;
  if (beyond.length > 0) return null;
  const few = fewWithMirrors(part, range, rows);
  if (few !== null) return { ...few, conditions: [IS_NO_MIRROR], isWhole: false };
  const access = yield* wait(accessOf(database, part, true, range));
  const n = numberOf(access);
  if (n === null || !isInKeyOrder(access)) return null;
  return { from: access.from, conditions: access.conditions, n, rows, isWhole: true };
});

/** Room that SQLite leaves at the end of a body, where what follows the records is written: bytes. */
const ROOM = 1_024;
const SPACES = " ".repeat(ROOM);

interface NumberedPage {
  readonly body: Uint8Array | null;
  readonly count: number;
  readonly id: string;
  readonly key: string | null;
  /** Whether more follow, where that was asked. */
  readonly more?: number;
}

/** A page in the order of the numbers, by one statement. */
const bodyByNumber = coroutine(function* (
  database: Reader,
  list: ListPlan,
  part: PartitionPlan,
  head: string,
  total: number | null,
): Steps<Body | null> {
  const walk = yield* wait(walkByNumber(database, list, part));
  if (walk === null) return null;
  const { from, conditions, n, rows, isWhole } = walk;
  const { limit } = list;
  // The row of the greatest number gives the other columns (https://www.sqlite.org/lang_select.html#bareagg).
  const page = sql`SELECT CAST(${head} || group_concat(doc, ',') || ${SPACES} AS BLOB) AS body, count(*) AS count,
      ${total === null ? sql`max(n)` : sql`CAST(max(n) AS TEXT)`} AS last, id, key
    FROM (SELECT d.doc, ${n} AS n, r.id, r.earliest AS key FROM ${from} ${CROSS} ${docsOf(list)} ON d.n = ${n}
      ${whereOf(conditions)} ORDER BY ${n} ${limitTo(limit)}) m`;
  const further = () => sql`EXISTS (SELECT 1 FROM ${from} ${whereOf([...conditions, sql`${n} > p.last`])})`;
  const query =
    total === null
      ? sql`SELECT p.body, p.count, p.id, p.key, p.count = ${limit} AND ${further()} AS more FROM (${page}) p`
      : page;
  const [found] = yield* wait(database.query<NumberedPage>(firstRows(query, rows)));
  if (found === undefined) throw new Error("a body has one row");
  const { body, count, id, key } = found;
  const more = total === null ? found.more === 1 : total > count;
  // Among the first rows too few are told once.
  if (more && count < limit) return null;
  if (!more && total === null && !isWhole && !(yield* wait(areAll(database, walk)))) return null;
  return {
    count,
    next: more ? { value: key, id } : null,
    write: (tail) => (body === null ? Buffer.from(head + tail) : ended(body, tail)),
  };
});

/** A body with what follows its records, in the room that was left for it where it has room. */
function ended({ buffer, byteOffset, length }: Uint8Array, tail: string): Buffer {
  const body = Buffer.from(buffer as ArrayBuffer, byteOffset, length);
  const end = length - ROOM;
  if (Buffer.byteLength(tail) > ROOM) return Buffer.concat([body.subarray(0, end), Buffer.from(tail)]);
  return body.subarray(0, end + body.write(tail, end));
}

/** A full page along the index of a sort, in two statements: where it ends, then all of it. */
const bodySorted = coroutine(function* (
  database: Reader,
  list: ListPlan,
  part: PartitionPlan,
  head: string,
): Steps<Body | null> {
  const walked = walkedRows(yield* wait(accessOf(database, part)), list);
  if (walked === null) return null;
  const { from, conditions, order } = walked;
  const { limit, sort } = list;
  const key = name(`r.${SORT_COLUMNS[sort.key]}`);
  const ends = sql`SELECT r.id, ${key} AS key FROM ${from} ${whereOf(conditions)} ORDER BY ${order}
    ${limitTo(2)} OFFSET ${limit - 1}`;
  const [last, more] = yield* wait(database.query<{ id: string; key: string | null }>(firstRows(ends, limit + 1)));
  // After the last row that has a value of the sort come those that have none.
  if (last === undefined || (more === undefined && sort.key !== "id")) return null;
  const docs = sql`SELECT d.doc FROM ${from} ${CROSS} ${docsOf(list)} ON d.n = r.n
    ${whereOf(conditions)} ORDER BY ${order} ${limitTo(limit)}`;
  return {
    count: limit,
    next: more === undefined ? null : { value: sort.key === "id" ? null : last.key, id: last.id },
    write: (tail) => written(database, firstRows, docs, limit + 1, head, tail),
  };
});

/** The documents that a statement gives, between two texts. */
const written = coroutine(function* (
  database: Reader,
  proof: (query: Sql, rows: number) => Bounded,
  docs: Sql,
  count: number,
  head: string,
  tail: string,
): Steps<Buffer> {
  const query = sql`SELECT CAST(${head} || group_concat(doc, ',') || ${tail} AS BLOB) AS body FROM (${docs}) m`;
  const [row] = yield* wait(database.query<{ body: Uint8Array }>(proof(query, count)));
  if (row === undefined) throw new Error("a body has one row");
  const { body } = row;
  return Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.length);
});
