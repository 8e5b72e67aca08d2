// Copies: the imported documents as the other sides hold them, a bare table with the same indexes and a JSON file.
import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Facts } from "./questions.ts";
import { FIRST_ID } from "./rows.ts";

/** The columns that questions use, each an expression over the document. Names become `titleEn` and so on in Platformatic. */
const COLUMNS = {
  date: "doc ->> '$.date.earliest'",
  type: "doc ->> '$.type'",
  cameo: "doc ->> '$.codes.cameo.code'",
  country1: "doc ->> '$.countries[0]'",
  country2: "doc ->> '$.countries[1]'",
  title_en: "doc ->> '$.title.en'",
  title_ru: "doc ->> '$.title.ru'",
} as const;

const names = Object.keys(COLUMNS);

/**
 * Copies the events of a database of ours into a bare one, in the order of time, with an index for each column asked.
 * The index of words stands in a file of its own: Platformatic would take its tables for entities.
 */
export function copyRows(ours: string, bare: string, words: string): void {
  const database = new DatabaseSync(bare);
  database.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
  const columns = names.map((name) => `${name} TEXT`).join(", ");
  // Platformatic takes no key of type TEXT.
  database.exec(`CREATE TABLE events (id VARCHAR(64) PRIMARY KEY, ${columns}, doc TEXT NOT NULL)`);
  database.prepare("ATTACH ? AS ours").run(ours);
  database.prepare("ATTACH ? AS searched").run(words);
  database.exec("BEGIN");
  database.exec(
    `INSERT INTO events SELECT id, ${Object.values(COLUMNS).join(", ")}, doc
      FROM ours.events JOIN ours.events_docs USING (n)
      WHERE ds = (SELECT number FROM ours.datasets WHERE id = 'gdelt') ORDER BY 2, id`,
  );
  for (const name of ["date", "type", "cameo", "country1", "country2"]) {
    database.exec(`CREATE INDEX by_${name} ON events (${name}${name === "date" ? "" : ", date"}, id)`);
  }
  database.exec("CREATE VIRTUAL TABLE searched.words USING fts5(title, content='', detail=none)");
  database.exec("INSERT INTO searched.words (rowid, title) SELECT rowid, title_en FROM events ORDER BY rowid");
  database.exec("COMMIT");
  database.exec("ANALYZE main");
  database.close();
}

/** A database of json-server: one file, its documents as we serve them. */
export function writeJson(bare: string, file: string): void {
  const database = new DatabaseSync(bare, { readOnly: true });
  const docs = database
    .prepare("SELECT doc FROM events")
    .all()
    .map(({ doc }) => String(doc));
  database.close();
  writeFileSync(file, `{"events":[${docs.join(",\n")}]}`);
}

/** What there is to ask for: ids, the countries and types found most, and so many of the words found most. */
export function factsOf(bare: string, most = 5): Facts {
  const database = new DatabaseSync(bare, { readOnly: true });
  const all = (text: string) =>
    database
      .prepare(text)
      .all()
      .map((row) => String(Object.values(row)[0]));
  const events = Number(all("SELECT count(*) FROM events")[0]);
  const [id = ""] = all("SELECT id FROM events LIMIT 1");
  const types = all("SELECT type FROM events GROUP BY type ORDER BY count(*) DESC LIMIT 2");
  const countries = all(
    "SELECT c FROM (SELECT country1 AS c FROM events UNION ALL SELECT country2 FROM events) WHERE c IS NOT NULL GROUP BY c ORDER BY count(*) DESC LIMIT 3",
  );
  const titles = all("SELECT title_en FROM events ORDER BY id LIMIT 2000");
  database.close();
  const counts = new Map<string, number>();
  for (const word of titles.flatMap((title) => [...new Set(title.match(/\p{Lu}\p{L}{3,}/gu))])) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);
  return { events, prefix: id.replace(/\d+$/, ""), firstId: FIRST_ID, countries, types, words: words.slice(0, most) };
}
