#!/usr/bin/env bash
# Within a transaction every INSERT of several rows, into whatever table, writes the terms that FTS5 holds in memory to disk.
#
# FTS5 gathers the terms of a transaction up to `hashsize` bytes and writes them as one segment. A statement that may fail
# after its first row opens a savepoint for itself (https://www.sqlite.org/tempfiles.html, section 2.5), every virtual table
# of the transaction is told (xSavepoint), and FTS5 then writes out what it holds, as a segment that is merged later. So
# `VALUES (?), (?), …`, known as the fast way to insert, makes a segment a statement; the documentation of FTS5 does not
# say so. `INSERT OR FAIL` opens no savepoint; FTS5 itself takes single rows only without one.
#
# Seen with Node 24.21.0, SQLite 3.53.4: 400 times 32 rows into an FTS5 table and 32 into an ordinary one, `automerge` 0 and
# `crisismerge` 1,999; segments before the commit:
#   INSERT of 32 rows, FTS5 by 32: 399 segments
#   INSERT of 32 rows, FTS5 one by one: 399 segments
#   INSERT OR FAIL of 32 rows, FTS5 one by one: 0 segments
#
# Way out: OR FAIL for ordinary tables where the whole transaction is rolled back anyway, single rows for FTS5.
# Exits 0 while the first two make hundreds of segments and the last none, 1 when that is otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}\n' > package.json
npm install --silent --no-audit --no-fund node@24.21.0

cat > shown.js <<'JS'
import { DatabaseSync } from "node:sqlite";

const [TURNS, ROWS] = [400, 32];

/** Segments that a transaction has made before it ends. */
function segmentsOf(verb, together) {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE kept (n INTEGER PRIMARY KEY, text NOT NULL); CREATE VIRTUAL TABLE terms USING fts5(t)");
  for (const [name, value] of [["automerge", 0], ["crisismerge", 1999]]) {
    database.exec(`INSERT INTO terms (terms, rank) VALUES ('${name}', ${value})`);
  }
  const marks = (rows) => Array(rows).fill("(?, ?)").join(", ");
  const rows = database.prepare(`${verb} INTO kept (n, text) VALUES ${marks(ROWS)}`);
  const terms = database.prepare(`INSERT INTO terms (rowid, t) VALUES ${marks(together)}`);
  database.exec("BEGIN");
  for (let turn = 0; turn < TURNS; turn++) {
    const cells = Array.from({ length: ROWS }, (_, at) => [turn * ROWS + at + 1, `word${at}`]);
    rows.run(...cells.flat());
    for (let at = 0; at < ROWS; at += together) terms.run(...cells.slice(at, at + together).flat());
  }
  const { segments } = database.prepare("SELECT count(DISTINCT segid) AS segments FROM terms_idx").get();
  database.exec("COMMIT");
  return segments;
}

console.log(`Node ${process.versions.node}, SQLite ${process.versions.sqlite}`);
const found = [["INSERT", ROWS], ["INSERT", 1], ["INSERT OR FAIL", 1]].map(([verb, together]) => {
  const segments = segmentsOf(verb, together);
  console.log(`${verb} of ${ROWS} rows, FTS5 ${together === 1 ? "one by one" : `by ${together}`}: ${segments} segments`);
  return segments;
});
if (found[0] < 300 || found[1] < 300 || found[2] !== 0) process.exitCode = 1;
JS
node_modules/.bin/node shown.js
