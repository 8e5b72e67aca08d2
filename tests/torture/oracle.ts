// The oracle: whether an answer is one that the document and the rules let a client expect.

import { parse } from "csv-parse/sync";
import { XMLValidator } from "fast-xml-parser";
import { type Exchange, faultsOf, schemaFaults } from "../support/contract.ts";
import { essence } from "./accept.ts";
import { dataOf } from "./parts.ts";
import type { Ask } from "./requests.ts";
import type { World } from "./world.ts";

/** Marks of what a client must never see: engines, stacks, files, code. */
const INSIDES =
  /sqlite|SQLITE|\bnode:|node_modules|\bat .+:\d+:\d+|\.[tj]s\b|syntax error|no such (?:column|table)|\bSELECT\b|\bWHERE\b|\b\w*Error\b|\bFST_|\bERR_|\bE[A-Z]{4,}\b|undefined|\[object |\/(?:app|home|root|tmp|usr|var|work)\/|"stack"/;

/** What a client may call its request. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors: readonly { readonly parameter: string | null; readonly detail: string }[];
}

export interface Page {
  readonly data?: unknown;
  readonly meta?: {
    readonly total?: number | null;
    readonly groups?: number;
    readonly totalIsLowerBound?: boolean;
    readonly limit?: number;
  };
  readonly links?: Readonly<Record<string, string | null>>;
}

const listed = (names: readonly unknown[]) =>
  names.length === 0 ? "nothing" : names.map((one) => `\`${one}\``).join(", ");

/** A message without what it repeats of the request: a client may say "at node:internal" and be told so. */
function withoutEchoes(message: string, { values, request }: Ask): string {
  const parts = [...values].flatMap(([name, some]) => [name, ...some, ...some.flatMap((text) => text.split(/[,.]/))]);
  const words = [...parts, ...parts.map((text) => text.replace(/^!/, "")), ...decoded(request.path)];
  return words
    .flatMap((word) => [word, word.slice(0, 60)])
    .map((word) => word.replace(/\p{Cc}/gu, "\ufffd"))
    .filter((word) => word.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((text, word) => text.replaceAll(word, "…"), message);
}

/** The pieces of an address as the server reads them. */
function decoded(path: string): string[] {
  return path.split(/[/?&=]/).flatMap((piece) => {
    try {
      return [decodeURIComponent(piece)];
    } catch {
      return [];
    }
  });
}

function refusalFaults(ask: Ask, { headers, text, status }: Exchange, world: World): string[] {
  const problem = JSON.parse(text) as Problem;
  const { must, may } = ask.belief;
  const code = problem.type.split("/").at(-1) ?? "";
  const faults: string[] = [];
  if (world.problems.get(code) !== status) faults.push(`the problem ${code} is no ${status}`);
  if (problem.instance !== `urn:communique:request:${headers["x-request-id"]}`)
    faults.push("the problem names another request");
  if (headers["cache-control"] !== "no-store") faults.push("a refusal that may be stored");
  const named = problem.errors.map(({ parameter }) => parameter ?? "");
  if (code === "invalid-request" && named.length === 0) faults.push("a fault of no parameter");
  const missed = must.filter((name) => !named.includes(name));
  if (missed.length > 0) faults.push(`${listed(missed)} is at fault, ${listed(named)} is named`);
  const blamed = named.filter((name) => !may.includes(name));
  if (blamed.length > 0) faults.push(`${listed(blamed)} is named without fault`);
  for (const message of [problem.detail, ...problem.errors.map(({ detail }) => detail)]) {
    const inside = INSIDES.exec(withoutEchoes(message, ask))?.[0];
    if (inside !== undefined) faults.push(`internals leak: "${inside}" in "${message.slice(0, 300)}"`);
    if (message.trim() === "") faults.push("an empty message");
  }
  return faults;
}

const idOf = (record: unknown) => {
  const { collection = "", id } = record as { collection?: string; id?: string };
  return id === undefined ? [] : [`${collection}/${id}`];
};

/** Ids of a page's records, where they have any. */
export function idsOf({ data }: Page): string[] {
  return Array.isArray(data) ? data.flatMap(idOf) : [];
}

/** How many there are in all of what a page is a part of: counts page through groups. */
export function totalOf({ documented }: Ask, { meta = {} }: Page): number | null | undefined {
  return documented?.operation.tags[0] === "stats" ? meta.groups : meta.total;
}

/** How many of them are on a page: one of participations is one of events, each with all its rows. */
export function counted({ documented }: Ask, { data }: Page): number {
  if (!Array.isArray(data)) return 0;
  if (documented?.operation.operationId !== "listParticipations") return data.length;
  return new Set(data.map((row) => (row as { event?: string }).event)).size;
}

function pageFaults(ask: Ask, page: Page): string[] {
  const { values, documented } = ask;
  const { data, meta = {}, links = {} } = page;
  if (!Array.isArray(data)) return [];
  const faults: string[] = [];
  const ids = idsOf(page);
  const repeated = ids.filter((id, at) => ids.indexOf(id) !== at);
  // A record may change more than once.
  if (repeated.length > 0 && documented?.path !== "/v1/changes") faults.push(`${listed(repeated)} is there twice`);
  const { limit } = meta;
  const [total, count] = [totalOf(ask, page), counted(ask, page)];
  if (typeof total === "number" && total < count) faults.push(`total ${total} is less than the ${count} records there`);
  if (limit !== undefined && count > limit) faults.push(`${count} records, the limit is ${limit}`);
  if (links.next === undefined || limit === undefined) return faults;
  // An event without participants has no row.
  const sparse = documented?.operation.operationId === "listParticipations";
  if (links.next !== null && count < limit && !sparse) faults.push(`a next page after ${count} of ${limit} records`);
  const whole = links.next === null && !values.has("sample") && documented?.operation.operationId !== "suggest";
  if (whole && typeof total === "number" && meta.totalIsLowerBound !== true && total !== count && !sparse)
    faults.push(`no next page, but total ${total} and ${count} records`);
  return faults;
}

/** What is no JSON is held to its format: every line, row and element. */
function bodyFaults(ask: Ask, { text, headers }: Exchange): string[] {
  const type = essence(headers["content-type"] ?? "");
  try {
    if (type === "application/json") return pageFaults(ask, JSON.parse(text));
    if (type === "application/x-ndjson") {
      const schema = ask.documented === null || ask.values.has("fields") ? undefined : dataOf(ask.documented);
      const records = text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
      if (text !== "" && !text.endsWith("\n")) return ["the last line does not end"];
      return records.flatMap((record) => (schema === undefined ? [] : schemaFaults(schema, record)));
    }
    if (type === "text/csv") {
      const rows = parse(text, { bom: true }) as string[][];
      return rows.length > 0 ? [] : ["a table without a header"];
    }
    if (type === "application/atom+xml") {
      const valid = XMLValidator.validate(text);
      return valid === true ? [] : [`no XML: ${valid.err.msg}`];
    }
    if (type === "text/calendar")
      return /^BEGIN:VCALENDAR\r\n[\s\S]*\r\nEND:VCALENDAR\r?\n?$/.test(text) ? [] : ["no calendar"];
  } catch (error) {
    return [`the body is no ${type}: ${(error as Error).message}`];
  }
  return [];
}

/** Everything in which an answer is not what must be answered. */
export function judge(ask: Ask, exchange: Exchange, world: World): string[] {
  const { statuses, types } = ask.belief;
  const { status, headers, method } = exchange;
  const faults = faultsOf(exchange);
  if (!statuses.includes(status)) {
    const why = ask.faults.length > 0 ? `, for ${ask.faults.join(" and ")}` : "";
    const said = status >= 400 ? `: ${exchange.text.slice(0, 400)}` : "";
    faults.push(`status ${status}, not ${statuses.join(" or ")}${why}${said}`);
  }
  const { "x-request-id": own } = ask.request.headers;
  // What the parser refuses it has not read to its end.
  const read = own !== undefined && ![414, 431].includes(status);
  if (read && (headers["x-request-id"] === own) !== REQUEST_ID.test(own))
    faults.push(`request "${own}" is called ${headers["x-request-id"]}`);
  for (const name of ["x-powered-by", "server"]) if (headers[name] !== undefined) faults.push(`it says its ${name}`);
  if (faults.length > 0 || method !== "GET") return faults;
  if (status === 204 || status === 304) return faults;
  if (status >= 300) return refusalFaults(ask, exchange, world);
  const type = headers["content-type"] ?? "";
  if (status === 200 && !types.some((one) => essence(one) === essence(type)))
    faults.push(`type ${type}, not ${types.join(" or ")}`);
  return [...faults, ...bodyFaults(ask, exchange)];
}
