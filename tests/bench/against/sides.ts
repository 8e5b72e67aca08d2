// Sides: both builds and what they are held against, started over the same data.
import type { ChildProcess } from "node:child_process";
import { freePort } from "../../support/cluster.ts";
import { answering, ask, start } from "../processes.ts";
import { mirror, QUIET, type Server, serve, servePeer } from "../sides.ts";
import type { Filled } from "./fill.ts";
import type { Model, Order } from "./limit.ts";
import { addressOf, type Drawn, type Questions } from "./questions.ts";
import { ON_POSTGRES, PAGES, type SideName, type Work } from "./works.ts";

/** A side that is asked questions of a work. */
export interface Contender {
  readonly name: SideName;
  readonly port: number;
  readonly child: ChildProcess;
  readonly questions: Questions;
}

/** A slow machine is no difference: no query is ended, however busy the others are. */
export const PATIENT = { ...QUIET, QUERY_LIMIT: "100000" };
/** Answers are made anew each time. */
const FORGETFUL = { ...PATIENT, CACHE_BYTES: "0" };
const OWN = ["date", "connection", "keep-alive", "content-length"];

/** An answer of ours without its records. */
async function modelOf(port: number, path: string, isList: boolean): Promise<Model> {
  const { status, headers, body } = await ask(port, path);
  if (status !== 200) throw new Error(`${path} is answered with ${status}`);
  const [begin, end] = isList ? ['"data":[', '],"meta"'] : ['"data":', ',"meta"'];
  const [from, to] = [body.indexOf(begin) + begin.length, body.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`${path} is answered with what has no data and meta`);
  const kept = headers.filter(([name]) => !OWN.includes(name.toLowerCase()));
  return { headers: kept, head: body.slice(0, from), tail: body.slice(to) };
}

/** Starts the limit, and proves that it sends the documents that ours sends. */
async function startLimit(ours: Server, database: string, { first, detail }: Drawn): Promise<Server> {
  const [list, record] = [first.ours, detail.ours].map((one) => (one === undefined ? "" : addressOf(one, 1)));
  const port = await freePort();
  const order: Order = {
    port,
    database,
    list: await modelOf(ours.port, list ?? "", true),
    record: await modelOf(ours.port, record ?? "", false),
  };
  const child = await start(["tests/bench/against/limit.ts", JSON.stringify(order)]);
  await answering(port, record ?? "", child);
  // Head and tail are those of one answer, the records are those asked for.
  const questions = [first.ours, detail.ours].flatMap((some) => (some === undefined ? [] : [addressOf(some, 2)]));
  for (const path of questions) {
    const [one, other] = [await ask(ours.port, path), await ask(port, path)];
    const [wanted, sent] = [one, other].map(({ body }) => JSON.stringify(JSON.parse(body).data));
    if (wanted !== sent) throw new Error(`the limit answers ${path} with other records than ours`);
  }
  return { port, child, asked: "ours" };
}

/** Every server that the works need, by what it is called here. */
export interface Servers {
  readonly [name: string]: Server | null;
}

const needs = (works: readonly Work[], some: readonly Work[]) => works.some((work) => some.includes(work));

/** Starts what the works need; what cannot be had is null. */
export async function startAll(works: readonly Work[], filled: Filled, questions: Drawn): Promise<Servers> {
  const { databases, postgres, builds, data } = filled;
  const plain = works.some((work) => !PAGES.includes(work) && !ON_POSTGRES.includes(work));
  const both = async (places: readonly [string, string], settings: Readonly<Record<string, string>> = PATIENT) =>
    [await serve(places[0], settings), await serve(places[1], settings, builds[1].folder)] as const;
  const [ours, before] = plain ? await both(databases) : [null, null];
  const [pgOurs, pgBefore] = postgres !== null && needs(works, ON_POSTGRES) ? await both(postgres) : [null, null];
  const [pageOurs, pageBefore] = needs(works, PAGES) ? await both(databases, FORGETFUL) : [null, null];
  const bare =
    ours !== null && needs(works, ["first", "detail"]) ? await startLimit(ours, databases[0], questions) : null;
  const repeated = questions.repeated.ours;
  const same =
    ours !== null && repeated !== undefined && works.includes("repeated")
      ? await mirror(ours, addressOf(repeated, 0))
      : null;
  const platformatic = plain ? await servePeer("platformatic", data) : null;
  return { ours, before, pgOurs, pgBefore, pageOurs, pageBefore, limit: bare, same, platformatic };
}

/** Who is asked for a work. */
export function contendersOf(work: Work, servers: Servers, questions: Drawn): Contender[] {
  const own = PAGES.includes(work) ? "page" : ON_POSTGRES.includes(work) ? "pg" : "";
  const named = (name: string) => (own === "" ? name : `${own}${name === "ours" ? "Ours" : "Before"}`);
  const { ours, platformatic, json } = questions[work];
  const limit = work === "repeated" ? servers.same : work === "first" || work === "detail" ? servers.limit : null;
  const all: readonly (readonly [SideName, Server | null | undefined, Questions | undefined])[] = [
    ["ours", servers[named("ours")], ours],
    ["before", servers[named("before")], ours],
    ["platformatic", servers.platformatic, platformatic],
    ["limit", limit, ours],
    ["json", servers.pageOurs, json],
  ];
  return all.flatMap(([name, server, some]) =>
    server == null || some === undefined ? [] : [{ name, port: server.port, child: server.child, questions: some }],
  );
}
