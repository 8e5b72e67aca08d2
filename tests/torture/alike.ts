// Alike: servers with the same data, one on each engine, asked the same, and what their answers differ in.

import sql from "sql-template-tag";
import type { Database } from "../../src/store/engine/database.ts";
import type { Engine } from "../../src/store/engine/dialect.ts";
import { load } from "../../src/store/write/load.ts";
import type { Exchange } from "../support/contract.ts";
import { openToWrite, type Place } from "../support/databases.ts";
import { filledPlace } from "../support/filled.ts";
import type { Client } from "./agent.ts";
import { MATERIAL } from "./material.ts";

/** Headers of one answer or one connection: when it was made, and whether it was kept since another asked. */
const OWN = ["date", "x-request-id", "cache-status", "connection", "keep-alive"];
/** What a server says of itself, other numbers each time. */
const VARYING = /^\/metrics\b/;

/** When all of the data came in, whichever engine holds it. */
const LOADED = "2026-01-01T00:00:00.000Z";

/** Makes all of the data of a database as old as that of another. */
export async function loadedAlike(writer: Database): Promise<void> {
  await writer.run(sql`UPDATE datasets SET loaded = ${LOADED}`);
  await writer.run(
    sql`UPDATE change_log SET at = ${LOADED}, seq = (SELECT count(*) FROM change_log o WHERE o.seq <= change_log.seq)`,
  );
  await writer.run(sql`UPDATE change_log_state SET at = ${LOADED}, begun = ${LOADED}, cut = 0,
    last = (SELECT count(*) FROM change_log)`);
}

/** A database on an engine that holds curated, bulk and invented data. */
export async function alikePlace(engine: Engine): Promise<Place> {
  const filled = await filledPlace("curated and bulk", engine);
  const writer = await openToWrite(filled.url);
  for (const one of MATERIAL) await load(writer, one);
  await loadedAlike(writer);
  await writer.close();
  return filled;
}

/** A text around the first place where it is not the other. */
function around(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at++;
  return `${text.slice(Math.max(0, at - 100), at)}⟨here⟩${text.slice(at, at + 100)}`;
}

/** A body without the id of its request. */
const bodyOf = ({ text, headers }: Exchange) =>
  text.replaceAll(`urn:communique:request:${headers["x-request-id"]}`, "");

/** Everything in which the second answer is not the first. */
export function differences(one: Exchange, two: Exchange): string[] {
  const found = one.status === two.status ? [] : [`the status is ${one.status} and ${two.status}`];
  const varying = VARYING.test(one.path);
  const names = new Set([...Object.keys(one.headers), ...Object.keys(two.headers)]);
  for (const name of names) {
    // Ids of requests are not compressed alike.
    const length = name === "content-length" && (varying || one.status >= 400);
    const [first, second] = [one.headers[name], two.headers[name]];
    if (first !== second && !OWN.includes(name) && !length) found.push(`${name} is ${first} and ${second}`);
  }
  const [first, second] = [bodyOf(one), bodyOf(two)];
  if (first !== second && !varying) found.push(`the body is ${around(first, second)} and ${around(second, first)}`);
  return found;
}

/**
 * A client that asks two servers the same and gives the answer of the first.
 * It rejects where the second answers differently.
 */
export function both(one: Client, two: Client): Client {
  return {
    async ask(request) {
      const [first, second] = await Promise.all([one.ask(request), two.ask(request)]);
      const found = differences(first, second);
      if (found.length === 0) return first;
      throw new Error(`${request.method} ${request.path} is not answered alike:\n${found.join("\n")}`);
    },
    get asked() {
      return one.asked;
    },
    close() {
      one.close();
      two.close();
    },
  };
}
