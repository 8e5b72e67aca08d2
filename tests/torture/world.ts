// The world as a client can learn it: what the document offers and which ids, words and cursors the server knows.
import { isDeepStrictEqual } from "node:util";
import { DOCUMENT, type Documented, OPERATIONS, parametersOf, withQuery } from "../support/document.ts";
import type { Client } from "./agent.ts";

/** Values of an address's path parameters, and how the address answers to them. */
export interface Place {
  readonly values: Readonly<Record<string, string>>;
  readonly status: 200 | 308 | 404 | 410 | 400;
}

export interface World {
  /** Path values known by path template. */
  readonly places: ReadonlyMap<string, readonly Place[]>;
  /** Ids of all records. */
  readonly ids: readonly string[];
  /** Codes and ids in upper case with the states they stand for. */
  readonly states: ReadonlyMap<string, readonly string[]>;
  readonly datasets: readonly string[];
  /** A cursor by operation, of the question that the address alone asks. */
  readonly cursors: ReadonlyMap<string, string>;
  /** Cursors of questions that the torture never asks. */
  readonly foreign: readonly string[];
  /** Statuses of problems by code. */
  readonly problems: ReadonlyMap<string, number>;
}

/** A question that is asked here alone: its cursors are foreign to all others. */
const MARK = "updatedSince=0001-01-01";

/** The parameter by which an operation could be asked `MARK`. */
export const MARKER = { name: "updatedSince", value: "0001-01-01" } as const;

/** What an address answers that a change took away. */
const FATES: Readonly<Record<string, 308 | 410>> = { retired: 410, merged: 308 };

/** What finds more than a page, by parameter that must be there. */
const NEEDED: Readonly<Record<string, string>> = { q: "talks" };

const has = (documented: Documented, name: string) =>
  parametersOf(documented, "query").some((one) => one.name === name);

export function cursorIn(link: string | null): string | null {
  return link === null ? null : new URL(link, "http://localhost").searchParams.get("cursor");
}

interface Code {
  readonly id: string;
  readonly codes: Readonly<Record<string, string | null>>;
}

/** What countries and former states are called; a code of a present state is that state's alone. */
function statesIn(present: readonly Code[], former: readonly Code[]): ReadonlyMap<string, readonly string[]> {
  const words = ({ id, codes }: Code) => [codes.alpha2, codes.alpha3, id].flatMap((word) => word?.toUpperCase() ?? []);
  const found = present.flatMap((one) => words(one).map((word) => [word, [one.id] as string[]] as const));
  const old = Map.groupBy(
    former.flatMap((one) => words(one).map((word) => [word, one.id] as const)),
    ([word]) => word,
  );
  const gone = [...old].map(([word, list]) => [word, list.map(([, id]) => id)] as const);
  return new Map([...gone, ...found]);
}

/** Learns the world from the server alone. */
export async function survey(client: Client): Promise<World> {
  async function get<T>(path: string): Promise<T> {
    const { status, text } = await client.ask({ method: "GET", path, headers: { accept: "application/json" } });
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }
  if (!isDeepStrictEqual(await get("/openapi.json"), DOCUMENT))
    throw new Error(`the server has another document than openapi/openapi.json: run "npm run openapi"`);

  const places = new Map<string, Place[]>();
  const ids: string[] = [];
  const lists = OPERATIONS.filter((one) => !one.path.includes("{"));
  for (const list of lists) {
    const details = OPERATIONS.filter(({ path }) => new RegExp(`^${list.path}/\\{\\w+\\}(?:/[a-z]+)?$`).test(path));
    if (details.length === 0) continue;
    const query = [...(has(list, "limit") ? ["limit=200"] : []), ...(has(list, "dataset") ? ["dataset=all"] : [])];
    const { data } = await get<{ data: { id?: string; code?: string }[] }>(withQuery(list.path, ...query));
    const found = data.map(({ id, code }) => id ?? code ?? "");
    if (has(list, "ids")) ids.push(...found);
    for (const detail of details) {
      const [name = ""] = parametersOf(detail, "path").map((one) => one.name);
      places.set(
        detail.path,
        found.map((value) => ({ values: { [name]: value }, status: 200 })),
      );
    }
  }
  for (let next: string | null = "/v1/changes?since=0001-01-01&limit=200"; next !== null; ) {
    const page: { data: Record<string, string>[]; links: { next: string | null } } = await get(next);
    for (const { change = "", collection, id = "" } of page.data) {
      const status = FATES[change];
      if (status === undefined) continue;
      for (const end of ["", "/evidence", "/spans"])
        places.get(`/v1/${collection}/{id}${end}`)?.push({ values: { id }, status });
    }
    next = page.links.next;
  }

  const cursors = new Map<string, string>();
  const foreign: string[] = [];
  for (const documented of OPERATIONS.filter((one) => has(one, "cursor"))) {
    const needed = parametersOf(documented, "query").filter(({ required }) => required === true);
    const start = withQuery(documented.path, ...needed.map(({ name }) => `${name}=${NEEDED[name]}`), "limit=1");
    const cursor = cursorIn((await get<{ links: { next: string | null } }>(start)).links.next);
    // With few records there is no next page.
    if (cursor === null) continue;
    cursors.set(documented.operation.operationId, cursor);
    if (!has(documented, MARKER.name)) continue;
    const marked = await get<{ links: { next: string | null } }>(withQuery(start, MARK));
    foreign.push(...[cursorIn(marked.links.next)].filter((one) => one !== null));
  }

  const terms = async (name: string) => (await get<{ data: { terms: Code[] } }>(`/v1/vocabularies/${name}`)).data.terms;
  const { data: loaded } = await get<{ data: { id: string }[] }>("/v1/datasets");
  const { data: problems } = await get<{ data: { code: string; status: number }[] }>("/problems");
  return {
    places,
    ids,
    states: statesIn(await terms("countries"), await terms("historic-states")),
    datasets: loaded.map(({ id }) => id),
    cursors,
    foreign,
    problems: new Map(problems.map(({ code, status }) => [code, status])),
  };
}
