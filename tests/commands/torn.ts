// A writer broken on purpose: it commits every so many rows, so that a kill leaves some of them. `torn.ts <file>`.

import sql from "sql-template-tag";
import { readData } from "../../src/intake/curated/read.ts";
import { countryVenues } from "../../src/intake/entities/countries.ts";
import { GDELT_INFO, readGdelt } from "../../src/intake/gdelt/importer.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { upsert } from "../../src/store/write/upsert.ts";
import { BEIJING } from "../support/fixtures.ts";

const TOGETHER = 100;
/** Milliseconds between two commits. */
const PAUSE = 150;

const { dataset, reference } = await readData(BEIJING);
const database = openSqlite(process.env.DATABASE_URL ?? "", "import");
const torn: typeof database = {
  ...database,
  inserter(table, ...others) {
    const into = database.inserter(table, ...others);
    let count = 0;
    return {
      flush: into.flush,
      put(row) {
        into.put(row);
        if (table !== "events_docs" || ++count % TOGETHER !== 0) return;
        // These run at once; what they give is waited for by nobody.
        database.run(sql`COMMIT`);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
        database.run(sql`BEGIN IMMEDIATE`);
      },
    };
  },
};
const inputs = process.argv.slice(2);
await upsert(
  torn,
  GDELT_INFO,
  readGdelt(inputs, { reference, countryVenue: countryVenues(dataset), scope: "diplomatic" }),
);
await database.close();
