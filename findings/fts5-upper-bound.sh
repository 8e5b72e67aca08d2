#!/usr/bin/env bash
# FTS5 with a column filter reads a term to its end where the rowid is bounded above, unless rows are asked in descending order.
#
# The documentation (https://www.sqlite.org/fts5.html) says nothing of the cost of `rowid <= ?` beside MATCH. Without a column
# filter a query ends at the bound. With one it ends only at the next row that matches in that column: behind the last such
# row every row that has the term in another column is passed over, however far beyond the bound it lies.
#
# Seen with Node 24.21.0, SQLite 3.53.4: 300,000 rows have the term in `body`, the first 10 in `name` too:
#   name: talks <= 10 ascending: 4276 microseconds
#   name: talks <= 9 ASC: 5 microseconds
#   name: talks <= 10 DESC: 74 microseconds
#   talks <= 10 ASC: 5 microseconds
#
# Way out: ask in descending order, also where the caller sorts anew.
# Exits 0 while the first is at least ten times as slow as each of the others, 1 when it is not.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}\n' > package.json
npm install --silent --no-audit --no-fund node@24.21.0

cat > shown.js <<'JS'
import { DatabaseSync } from "node:sqlite";

const database = new DatabaseSync(":memory:");
database.exec("CREATE VIRTUAL TABLE t USING fts5(name, body); BEGIN");
const insert = database.prepare("INSERT INTO t (rowid, name, body) VALUES (?, ?, 'talks')");
for (let row = 1; row <= 300_000; row++) insert.run(row, row <= 10 ? "talks" : "other");
database.exec("COMMIT");

/** Microseconds of the fastest of 20 executions. */
function costOf(words, bound, order) {
  const statement = database.prepare(`SELECT rowid FROM t WHERE t MATCH '${words}' AND rowid <= ${bound} ORDER BY rowid ${order}`);
  const times = Array.from({ length: 20 }, () => {
    const begun = process.hrtime.bigint();
    const rows = statement.all();
    if (rows.length !== bound) throw new Error(`${rows.length} rows`);
    return Number(process.hrtime.bigint() - begun) / 1_000;
  });
  return Math.min(...times);
}

const slow = costOf("name: talks", 10, "ASC");
console.log(`Node ${process.versions.node}, SQLite ${process.versions.sqlite}`);
console.log(`name: talks <= 10 ascending: ${slow.toFixed()} microseconds`);
for (const [words, bound, order] of [["name: talks", 9, "ASC"], ["name: talks", 10, "DESC"], ["talks", 10, "ASC"]]) {
  const cost = costOf(words, bound, order);
  console.log(`${words} <= ${bound} ${order}: ${cost.toFixed()} microseconds`);
  if (slow < 10 * cost) process.exitCode = 1;
}
JS
node_modules/.bin/node shown.js
