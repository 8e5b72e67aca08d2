// Sniffing: a file that is no table of GDELT events is told what it seems to be.
import { expect, test } from "vitest";
import { notEvents } from "../../../src/intake/gdelt/sniff.ts";
import { row } from "./rows.ts";

const tabs = (...cells: readonly string[]) => `${cells.join("\t")}\n`;

test.each([
  ["GDELT mentions", tabs("814138264", "20190121220000", "20190121220000", "1", ...Array(12).fill("x")), /mentions/],
  ["a GKG of version 2.1", tabs("20190121220000-0", "20190121220000", ...Array(25).fill("")), /Knowledge Graph/],
  ["a GKG of version 1.0", tabs("DATE", "NUMARTS", "COUNTS", "THEMES"), /Knowledge Graph 1\.0/],
  [
    "a list of GDELT's files",
    "150383 297a16b493de7cf6ca809a7cc31d0b93 http://x.example/a.zip\n",
    /list of GDELT's files/,
  ],
  ["ICEWS", tabs("Event ID", "Event Date", "Source Name"), /ICEWS/],
  ["ACLED", "event_id_cnty,event_date,year\n", /ACLED/],
  ["UCDP", "id,relid,year,active_year,code_status,type_of_violence\n", /UCDP/],
  ["commas for tabs", `${row().replaceAll("\t", ",")}\n`, /separated by commas/],
  ["semicolons for tabs", `${row().replaceAll("\t", ";")}\n`, /separated by semicolons/],
  ["visits", '<?xml version="1.0"?>\n<visits>\n', /import it with us-visits/],
  ["travels", "<trips>\n", /import it with us-travels/],
  ["lines that end with CR alone", `${row()}\r${row()}\r`, /end with CR alone/],
  ["JSON", "[{\n", /JSON/],
])("%s given for a table of GDELT events is told by what it seems to be", (_, text, seems) => {
  expect(notEvents(text)).toMatch(seems);
});

test.each([57, 58, 61] as const)("a table of %i columns is one, although its first rows are broken", (width) => {
  expect(notEvents(`x\n${row()}\t\n${row({}, width)}\n`)).toBeNull();
});
