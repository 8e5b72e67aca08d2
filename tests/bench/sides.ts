// Contenders: each program started over the same rows, ready to be asked, and proof that it answers what is asked.
import type { ChildProcess } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { freePort } from "../support/cluster.ts";
import { BEIJING } from "../support/fixtures.ts";
import { type Peer, startPeer } from "./peers.ts";
import { type Answer, answering, ask, folder, start } from "./processes.ts";
import { type Asked, type Facts, PATHS, type Work } from "./questions.ts";

export interface Server {
  readonly port: number;
  readonly child: ChildProcess;
  /** Whose way of asking it understands. */
  readonly asked: Asked;
  /** A second process with the same data, asked in turn with this one. */
  readonly beside?: Server;
}

/** That a server does not answer as it should. */
export class Refusal extends Error {}

/** One import's worth of data as each side holds it. */
export interface Data {
  readonly events: number;
  readonly facts: Facts;
  /** The file of our database on SQLite, and the address of that on PostgreSQL; null where that is not asked. */
  readonly ours: string;
  readonly postgres: string | null;
  /** Whether sides that are not on PostgreSQL are asked. */
  readonly others: boolean;
  /** A bare table of the same rows, and an index of its words. */
  readonly bare: string;
  readonly words: string;
  /** Whether other programs are asked, and the file of the one that keeps JSON; null where that would be too large. */
  readonly peers: boolean;
  readonly json: string | null;
}

export const QUIET = { LOG_LEVEL: "silent", LOG_REQUESTS: "false" };
export const LOGGED = { LOG_LEVEL: "info", LOG_FORMAT: "json", LOG_REQUESTS: "true" };

/** As many processes on one port as the smallest machine has cores. */
export const SEVERAL = { ...QUIET, WORKERS: "2" };

/** What `npm start` of a build runs, after the name of Node. */
async function commandOf(build: string): Promise<string[]> {
  const text = await readFile(join(build, "package.json"), "utf8");
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  return scripts.start.split(" ").slice(1);
}

/** The real command of the build in a folder, as `npm start` runs it. */
export async function launch(
  port: number,
  database: string,
  settings: Readonly<Record<string, string>> = QUIET,
  build = ".",
) {
  const own = { HOST: "127.0.0.1", PORT: String(port), DATABASE_URL: database, DATA_DIR: resolve(BEIJING) };
  const log = settings === LOGGED ? "requests.log" : "log";
  return start(await commandOf(build), { ...own, ...settings }, log, build);
}

/** A new process of a build, with nothing kept yet, over a file of SQLite or an address of PostgreSQL. */
export async function serve(
  database: string,
  settings: Readonly<Record<string, string>> = QUIET,
  build = ".",
): Promise<Server> {
  const port = await freePort();
  const child = await launch(port, database, settings, build);
  await answering(port, "/readyz", child);
  return { port, child, asked: "ours" };
}

/** Bare node:http, sending what ours sends, byte for byte, but for what belongs to a connection or a request. */
export async function mirror(model: Server, path: string): Promise<Server> {
  // The second answer is one that was kept, as those measured are.
  await ask(model.port, path);
  const answer = await ask(model.port, path);
  if (answer.status !== 200) throw new Error(`${path} is answered with ${answer.status}`);
  const own = ["date", "connection", "keep-alive"];
  const headers = answer.headers.filter(([name]) => !own.includes(name.toLowerCase()));
  const port = await freePort();
  const file = join(folder, `answer-${port}.json`);
  await writeFile(file, JSON.stringify({ headers, body: answer.body }));
  const child = await start(["tests/bench/bare.ts", file, String(port)]);
  await answering(port, path, child);
  const copy = await ask(port, path);
  const namesOf = (one: Answer) => one.headers.map(([name]) => name.toLowerCase()).sort();
  if (copy.body !== answer.body || namesOf(copy).join() !== namesOf(answer).join()) {
    throw new Error("bare node:http sends another answer than ours");
  }
  return { port, child, asked: "ours" };
}

export async function servePeer(peer: Peer, data: Data): Promise<Server | null> {
  const file = peer === "platformatic" ? data.bare : data.json;
  if (!data.peers || file === null) return null;
  const { port, child } = await startPeer(peer, file);
  await answering(port, PATHS.detail[peer]?.(data.facts, 0) ?? "/", child);
  return { port, child, asked: peer };
}

const PAGE = 20;
/** Numbers of questions that no measurement comes to. */
const PROBES = [900_001, 900_002, 900_003];

/** Asks a few questions of a work. @throws Refusal when an answer is not 200 or not a whole page */
export async function prove({ port, asked }: Server, work: Work, facts: Facts): Promise<void> {
  const path = PATHS[work][asked];
  if (path === undefined) throw new Error(`${asked} cannot be asked for ${work}`);
  for (const n of PROBES) {
    const { status, body } = await ask(port, path(facts, n));
    if (status !== 200) throw new Refusal(`${asked} answers ${path(facts, n)} with ${status}: ${body.slice(0, 300)}`);
    const answer = JSON.parse(body) as { data?: unknown };
    const found = asked === "ours" ? answer.data : answer;
    const count = Array.isArray(found) ? found.length : null;
    const whole = work === "detail" ? count === null : work === "stats" ? (count ?? 0) > 0 : count === PAGE;
    if (!whole) throw new Refusal(`${asked} answers ${path(facts, n)} with ${count ?? "no"} records`);
  }
}
