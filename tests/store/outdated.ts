// Outdated: a database as another program of the same schema version would have left it, of either engine.
import sql, { raw } from "sql-template-tag";
import type { Database } from "../../src/store/engine/database.ts";
import { ENGINE } from "../support/databases.ts";

/** Runs statements that each engine takes alike, or in its own words. */
export async function change(database: Database, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await database.run(sql`${raw(statement)}`);
}

/** What another program did not have: a column, a table, the terms of an analyzer, words, sums. */
export const OUTDATED: readonly string[] = [
  "UPDATE schema_version SET fingerprint = 'another program'",
  "DROP INDEX events_by_rank",
  "ALTER TABLE events DROP COLUMN rank",
  "ALTER TABLE events ADD COLUMN mood TEXT",
  "DROP TABLE event_topics",
  "CREATE TABLE event_moods (n INTEGER)",
  ENGINE === "sqlite"
    ? "INSERT INTO events_terms (events_terms) VALUES ('delete-all')"
    : "UPDATE events_terms SET terms = ''",
  "DELETE FROM participants_words WHERE word LIKE 't%'",
  "DELETE FROM suggest_variants",
  "UPDATE tallies SET count = count + 1 WHERE dims = 'type'",
  "UPDATE datasets SET span = 0, mirrors = 0",
];

/** A database made before there were fingerprints. */
export const WITHOUT_FINGERPRINT = "ALTER TABLE schema_version DROP COLUMN fingerprint";
