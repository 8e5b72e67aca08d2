// Bodies: a page of whole records as the bytes that go on the wire, put together by the database.
//
// SQLite joins the documents, with the text before and after them, and hands over one piece of bytes: nothing is joined,
// copied or parsed here. A page of 20 records as rows took 56 microseconds of the statement alone; its last row takes 5 and
// its body 24. What stands after the records says how many there are and where the next page begins, so the page is read
// in two statements: where it ends, then all of it.
//
// Where an index gives the rows of a list and no others, the end is found by passing over the rows before it. Elsewhere
// (few records that are sorted, several datasets, samples, filters that no index has) the numbers of its records are read
// first, and the body by them.
//
// PostgreSQL sends bytes as hexadecimal digits and each statement over a network: there a page is read as rows.

import sql, { type Sql } from "sql-template-tag";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { ListPlan } from "../../query/plan.ts";
import { inRange, type KeyRange } from "../catalog/rowid.ts";
import { tableOf } from "../catalog/tables.ts";
import { CROSS } from "../engine/dialect.ts";
import { limitTo, name } from "../engine/sql.ts";
import { isInKeyOrder, keysOf, narrowed, numberOf, type PartitionPlan, whereOf } from "../plan/access-path.ts";
import { type Bounded, byKeys, firstRows, type Reader } from "../plan/bounded.ts";
import { DOCUMENT, inDefaultOrder, NUMBER, SORT_COLUMNS } from "../plan/order.ts";
import { IS_NO_MIRROR } from "../plan/predicates.ts";
import { type AccessPlan, accessOf } from "../plan/probe.ts";
import { fewWithMirrors, rowsWithMirrors, startOf } from "./default-order.ts";
import { keyedPage } from "./pages.ts";
import { walkedRows } from "./sorted.ts";

/** A page whose records are not read yet. */
export interface Body {
  /** How many records it has. */
  readonly count: number;
  /** Where the next page begins, null at the end. */
  readonly next: CursorPosition | null;
  /** The records' JSON with commas between them, in UTF-8, between two texts. */
  write(head: string, tail: string): Awaitable<Buffer>;
}

/** One page of a list, by keyset. */
export const bodyOf = coroutine(function* (database: Reader, list: ListPlan, plan: AccessPlan): Steps<Body> {
  if (database.engine !== "sqlite") {
    const { docs, next } = yield* wait(keyedPage<string>(database, list, plan, DOCUMENT));
    const write = (head: string, tail: string) => Buffer.from(head + docs.join(",") + tail);
    return { count: docs.length, next, write };
  }
  const walked = yield* wait(walkedBody(database, list, plan));
  if (walked !== null) return walked;
  const { docs: numbers, next } = yield* wait(keyedPage<string>(database, list, plan, NUMBER));
  const docs = sql`SELECT d.doc FROM json_each(${`[${numbers.join(",")}]`})
    ${CROSS} ${docsOf(list)} ON d.n = value`;
  const write = (head: string, tail: string) =>
    numbers.length === 0 ? Buffer.from(head + tail) : written(database, docs, numbers.length, byKeys, head, tail);
  return { count: numbers.length, next, write };
});

const docsOf = ({ criteria }: ListPlan) => sql`${name(`${tableOf(criteria.collection).name}_docs`)} d`;

/** A full page along an index; null where there is no such index, or the page is not full. */
const walkedBody = coroutine(function* (database: Reader, list: ListPlan, { parts }: AccessPlan): Steps<Body | null> {
  const [part, ...others] = parts;
  if (part === undefined || others.length > 0 || list.sample !== null) return null;
  const walk = yield* wait((inDefaultOrder(list) ? walkByNumber : walkSorted)(database, list, part));
  if (walk === null) return null;
  const { limit, sort } = list;
  const ending = firstRows(sql`${walk.ends} ${limitTo(2)} OFFSET ${limit - 1}`, walk.rows);
  const [last, more] = yield* wait(database.query<End>(ending));
  if (last === undefined || (more === undefined && !walk.isWhole)) return null;
  return {
    count: limit,
    next: more === undefined ? null : { value: sort.key === "id" ? null : last.key, id: last.id },
    write: (head, tail) => written(database, walk.docs(last), walk.rows, firstRows, head, tail),
  };
});

/** Where a page ends: the number of its last record, as text, its id and the value of the sort. */
interface End {
  readonly n: string;
  readonly id: string;
  readonly key: string | null;
}

/** The rows of a list as an index gives them: where they end, and their documents up to there. */
interface Walk {
  readonly ends: Sql;
  /** How many rows are looked at for a page and the one after it. */
  readonly rows: number;
  /** Whether these are all rows of the list, so that behind the last of them there is none. */
  readonly isWhole: boolean;
  readonly docs: (last: End) => Sql;
}

const ENDS = sql`CAST(r.n AS TEXT) AS n, r.id`;

const walkByNumber = coroutine(function* (database: Reader, list: ListPlan, part: PartitionPlan): Steps<Walk | null> {
  const { range, beyond } = yield* wait(startOf(database, list, part));
  const rows = list.limit + 1;
  if (beyond.length > 0) return null;
  const few = fewWithMirrors(part, range, rows);
  if (few !== null) return walkWithMirrors(list, part, range, few);
  const access = yield* wait(accessOf(database, part, true, range));
  const n = numberOf(access);
  if (n === null || !isInKeyOrder(access)) return null;
  return {
    rows,
    isWhole: true,
    ends: sql`SELECT ${ENDS}, r.earliest AS key FROM ${access.from} ${whereOf(access.conditions)} ORDER BY ${n}`,
    docs: (last) => {
      const page = upTo(range, last);
      const keys = keysOf(narrowed(access, page));
      return keys === null
        ? sql`SELECT d.doc FROM ${docsOf(list)} WHERE ${inRange(page, sql`d.n`)} ORDER BY d.n`
        : sql`SELECT d.doc FROM (${keys}) w ${CROSS} ${docsOf(list)} ON d.n = w.n ORDER BY w.n`;
    },
  };
});

/** The numbers of a page: the beginning of a range, up to the last of them. */
function upTo({ low }: KeyRange, { n }: End): KeyRange {
  return { low, high: BigInt(n) };
}

/** The same without records that are told twice, which are passed over; only so many numbers are looked at. */
function walkWithMirrors(
  list: ListPlan,
  part: PartitionPlan,
  range: KeyRange,
  { from, n, rows }: { readonly from: Sql; readonly n: Sql; readonly rows: number },
): Walk {
  return {
    rows,
    isWhole: false,
    ends: sql`SELECT ${ENDS}, r.earliest AS key FROM ${from} WHERE ${IS_NO_MIRROR} ORDER BY ${n}`,
    docs: (last) => {
      const page = rowsWithMirrors(part, upTo(range, last), sql``);
      return sql`SELECT d.doc FROM ${page?.from} ${CROSS} ${docsOf(list)} ON d.n = ${n}
        WHERE ${IS_NO_MIRROR} ORDER BY ${n}`;
    },
  };
}

const walkSorted = coroutine(function* (database: Reader, list: ListPlan, part: PartitionPlan): Steps<Walk | null> {
  const rows = walkedRows(yield* wait(accessOf(database, part)), list);
  if (rows === null) return null;
  const { from, conditions, order } = rows;
  const key = name(`r.${SORT_COLUMNS[list.sort.key]}`);
  return {
    rows: list.limit + 1,
    // After the last row that has a value of the sort come those that have none.
    isWhole: list.sort.key === "id",
    ends: sql`SELECT ${ENDS}, ${key} AS key FROM ${from} ${whereOf(conditions)} ORDER BY ${order}`,
    docs: () => sql`SELECT d.doc FROM ${from} ${CROSS} ${docsOf(list)} ON d.n = r.n
      ${whereOf(conditions)} ORDER BY ${order} ${limitTo(list.limit)}`,
  };
});

/** The documents that a statement gives, between two texts. */
const written = coroutine(function* (
  database: Reader,
  docs: Sql,
  count: number,
  proof: (query: Sql, rows: number) => Bounded,
  head: string,
  tail: string,
): Steps<Buffer> {
  const query = sql`SELECT CAST(${head} || group_concat(doc, ',') || ${tail} AS BLOB) AS body FROM (${docs}) m`;
  const [row] = yield* wait(database.query<{ body: Uint8Array }>(proof(query, count)));
  if (row === undefined) throw new Error("a body has one row");
  const { body } = row;
  return Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.length);
});
