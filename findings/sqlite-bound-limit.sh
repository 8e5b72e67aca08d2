#!/usr/bin/env bash
# SQLite compiles a prepared statement whose LIMIT is a bare parameter anew at every execution, the same value bound or not.
#
# SQLite calls the authorizer (https://www.sqlite.org/c3ref/set_authorizer.html) while it compiles a statement, never while it
# runs one: calls during an execution are a compilation. Documented is a new compilation after a parameter of a WHERE clause is
# bound to another value where that may change the plan (https://www.sqlite.org/c3ref/prepare.html). A LIMIT is not named there.
#
# Seen with Node 24.21.0, SQLite 3.53.4: calls of the authorizer in each of three executions, with 1, 2 and 2 bound:
#   SELECT n FROM t ORDER BY n LIMIT ?            4 4 4
#   SELECT n FROM t WHERE n > ? ORDER BY n        0 0 0
#   SELECT n FROM t ORDER BY n LIMIT (?+0)        0 0 0
#   SELECT n FROM t ORDER BY n LIMIT 5 OFFSET ?   0 0 0
# SQLite 3.40.1 (Python's sqlite3 of Debian 12) does not: 0 after the statement is prepared.
#
# Way out: write a checked number into the text, or LIMIT (?+0), which SQLite does not look into when it plans.
# Exits 0 while this is so, 1 when a count differs.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}\n' > package.json
npm install --silent --no-audit --no-fund node@24.21.0

cat > shown.js <<'JS'
import { constants, DatabaseSync } from "node:sqlite";

const database = new DatabaseSync(":memory:");
database.exec("CREATE TABLE t (n INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2), (3)");
let calls = 0;
database.setAuthorizer(() => {
  calls++;
  return constants.SQLITE_OK;
});

function callsOf(text) {
  const statement = database.prepare(text);
  return [1, 2, 2].map((value) => {
    calls = 0;
    statement.all(value);
    return calls;
  });
}

const SEEN = {
  "SELECT n FROM t ORDER BY n LIMIT ?": "4 4 4",
  "SELECT n FROM t WHERE n > ? ORDER BY n": "0 0 0",
  "SELECT n FROM t ORDER BY n LIMIT (?+0)": "0 0 0",
  "SELECT n FROM t ORDER BY n LIMIT 5 OFFSET ?": "0 0 0",
};
console.log(`Node ${process.versions.node}, SQLite ${process.versions.sqlite}`);
for (const [text, seen] of Object.entries(SEEN)) {
  const now = callsOf(text).join(" ");
  console.log(`${text.padEnd(45)} ${now}${now === seen ? "" : `, not ${seen}`}`);
  if (now !== seen) process.exitCode = 1;
}
JS
node_modules/.bin/node shown.js
