// Long texts: what both engines must find alike in texts that one of them has no room for as they are.
//
// A `tsvector` of PostgreSQL keeps 255 places of a term, none beyond 16,383, and 1 MiB in all; SQLite has no such
// limits. The texts lie in a database of their own, because a list that holds them is megabytes.
import type { Engine } from "../../src/store/engine/dialect.ts";
import { load } from "../../src/store/write/load.ts";
import { dataset, quote } from "../store/small.ts";
import { emptyPlace, openToWrite } from "../support/databases.ts";
import { startServer } from "../support/server.ts";
import { clientOf } from "./agent.ts";
import { both, loadedAlike } from "./alike.ts";

const words = (count: number, of: string) => Array.from({ length: count }, (_, at) => `${of}${at}`).join(" ");
const translated = (text: string) => ({ text, by: "project", official: false }) as const;

const TEXTS: Readonly<Record<string, Parameters<typeof quote>[1]>> = {
  often: { language: "en", text: `${"the law ".repeat(300)} the commission` },
  far: { language: "en", text: `${words(20_000, "word")} joint statement ${words(20_000, "other")}` },
  translated: {
    language: "ru",
    text: "Комиссия соберётся.",
    translations: {
      en: translated(`${"the council of the union ".repeat(400)} the commission will meet`),
      kk: translated(`${"комиссия туралы ".repeat(400)} бірлескен мәлімдеме`),
      "zh-Hans": translated(`${"委员会".repeat(800)}联合声明`),
    },
  },
  "too-long": { language: "en", text: `${words(150_000, "term")} final clause` },
  short: { language: "en", text: "the law of a commission" },
};

/** Questions, with the quotes that each must find; the words behind what an index has room for are not found. */
const QUESTIONS: readonly (readonly [q: string, found: readonly string[]])[] = [
  ['"the commission"', ["often", "translated"]],
  ['"the law the"', ["often"]],
  ['"commission the"', []],
  ['law -"the commission"', ["short"]],
  ['"joint statement"', ["far"]],
  ['"word19999 joint statement other0"', ["far"]],
  ['"word16383 word16384"', ["far"]],
  ['"statement joint"', []],
  ['"the union the commission"', ["translated"]],
  ['"бірлескен мәлімдеме"', ["translated"]],
  ["联合声明", ["translated"]],
  ['"term0 term1"', ["too-long"]],
  ['"final clause"', []],
  ["commission", ["often", "short", "translated"]],
];

async function filled(engine: Engine): Promise<Awaited<ReturnType<typeof emptyPlace>>> {
  const place = await emptyPlace(engine);
  const writer = await openToWrite(place.url);
  const quotes = Object.entries(TEXTS).map(([id, some]) => quote(id, some));
  await load(writer, dataset("torture-long", { quotes }));
  await loadedAlike(writer);
  await writer.close();
  return place;
}

/** Asks both engines; gives what they do not answer alike, or not as they should, and how much was asked. */
export async function longTexts(): Promise<{ asked: number; failed: string[] }> {
  const places = [await filled("sqlite"), await filled("postgres")] as const;
  const [one, other] = [await startServer({ place: places[0].url }), await startServer({ place: places[1].url })];
  const client = both(clientOf(one.url, 1), clientOf(other.url, 1));
  const failed: string[] = [];
  let asked = 0;
  try {
    for (const [q, found] of QUESTIONS) {
      for (const address of ["/v1/quotes?fields=id&sort=id&", "/v1/search?collection=quotes&"]) {
        const path = `${address}dataset=all&q=${encodeURIComponent(q)}`;
        asked++;
        try {
          const { status, text } = await client.ask({ method: "GET", path, headers: {} });
          const { data = [] } = JSON.parse(text) as { data?: { id: string }[] };
          const ids = data.map(({ id }) => id).sort();
          if (status !== 200 || ids.join() !== found.join()) failed.push(`${q}: ${status} ${ids}, not ${found}`);
        } catch (error) {
          failed.push((error as Error).message);
        }
      }
    }
  } finally {
    client.close();
    await Promise.all([one.stop(), other.stop()]);
    for (const place of places) await place.remove();
  }
  return { asked, failed };
}
