// The engine's limit: node:sqlite alone asked in a loop, in one process, over a bare table of the same rows and indexes.
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { countryOf, type Facts, idOf, typeOf, WIDTHS, type Work, windowOf, wordOf } from "./questions.ts";
import { percentile } from "./results.ts";

/** A statement, and its values in the n-th turn. */
type Question = readonly [sql: string, values: (facts: Facts, n: number) => readonly SQLInputValue[]];

const LIST = "FROM events WHERE date BETWEEN ? AND ?";
const ORDER = "ORDER BY date DESC, id DESC LIMIT 20";
const QUESTIONS: Readonly<Partial<Record<Work, Question>>> = {
  first: [`SELECT doc ${LIST} ${ORDER}`, (_, n) => windowOf(n, WIDTHS.first)],
  detail: ["SELECT doc FROM events WHERE id = ?", (facts, n) => [idOf(facts, n)]],
  filtered: [
    `SELECT doc ${LIST} AND type = ? AND ? IN (country1, country2) ${ORDER}`,
    (facts, n) => [...windowOf(n, WIDTHS.filtered), typeOf(facts, n), countryOf(facts, n)],
  ],
  stats: [`SELECT type, count(*) ${LIST} GROUP BY type`, (_, n) => windowOf(n, WIDTHS.stats)],
  // Rows are numbered in the order of time, so that the index of words gives them in that order, as fast as it can.
  search: [
    `SELECT doc FROM words JOIN events ON events.rowid = words.rowid WHERE words MATCH ?
      AND words.rowid >= (SELECT rowid FROM events WHERE date >= ? ORDER BY date, id LIMIT 1)
      AND words.rowid <= (SELECT rowid FROM events WHERE date <= ? ORDER BY date DESC, id DESC LIMIT 1)
      ORDER BY words.rowid DESC LIMIT 20`,
    (facts, n) => [`"${wordOf(facts, n)}"`, ...windowOf(n, WIDTHS.search)],
  ],
};

/** The works that the loop can do. */
export const LOOPED = Object.keys(QUESTIONS) as Work[];

interface Order {
  readonly database: string;
  readonly words: string;
  readonly work: Work;
  readonly facts: Facts;
  readonly seconds: number;
}

function loop({ database, words, work, facts, seconds }: Order) {
  const engine = new DatabaseSync(database, { readOnly: true });
  engine.prepare("ATTACH ? AS searched").run(words);
  const [text, values] = QUESTIONS[work] ?? ["", () => []];
  const statement = engine.prepare(text);
  const times: number[] = [];
  let bytes = 0;
  const round = (until: number) => {
    for (let n = 0; performance.now() < until; n++) {
      const begun = performance.now();
      const page = statement.all(...values(facts, n)).map((row) => Object.values(row).join());
      bytes += Buffer.from(page.join()).length;
      times.push(performance.now() - begun);
    }
  };
  round(performance.now() + 1_000);
  times.length = 0;
  bytes = 0;
  const begun = performance.now();
  round(begun + seconds * 1_000);
  const rate = (times.length * 1_000) / (performance.now() - begun);
  const size = Math.round(bytes / times.length);
  return { rate, p99: percentile(times, 0.99), bytes: size };
}

if (import.meta.main) console.log(JSON.stringify(loop(JSON.parse(process.argv[2] ?? "") as Order)));
