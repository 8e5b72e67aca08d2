// Sniffing: whether the beginning of a file is a table of GDELT events, and what it seems to be where it is none.
import { columnsOf, LAYOUTS } from "./columns.ts";

/** Lines that are looked at: one of them must have the width of a row. */
const LINES = 200;
const FEWEST = Math.min(...LAYOUTS.keys());

/** What other files look like, by their beginning; the names are those by which people know them. */
const OTHERS: readonly (readonly [pattern: RegExp, seems: string])[] = [
  [/^\s*(?:<\?xml[^>]*>\s*)?<visits\b/, "a list of visits of the State Department; import it with us-visits"],
  [/^\s*(?:<\?xml[^>]*>\s*)?<trips\b/, "a list of travels of the State Department; import it with us-travels"],
  [/^\s*<(?:!doctype|html|head|body|\?xml|!--)/i, "a web page, perhaps of an error"],
  [/^\d+\t\d{14}\t\d{14}\t/, "a table of GDELT mentions; only tables of events are read"],
  [/^\d{14}-T?\d+\t\d{14}\t/, "a table of the GDELT Global Knowledge Graph; only tables of events are read"],
  [/^DATE\tNUMARTS\tCOUNTS/i, "a table of the GDELT Global Knowledge Graph 1.0; only tables of events are read"],
  [/^\d+ [0-9a-f]{32} https?:\/\//, "a list of GDELT's files; download the tables of events that it names"],
  [/^"?Event ID"?[\t,]"?Event Date"?[\t,]"?Source Name/i, "a table of ICEWS events; only those of GDELT are read"],
  [/^[^\n]*\bevent_id_cnty\b/i, "a table of ACLED events; only those of GDELT are read"],
  [/^[^\n]*\b(?:relid|type_of_violence)\b/i, "a table of UCDP events; only those of GDELT are read"],
  [/^\s*[[{]/, "JSON; only tables are read"],
];

/** How often a sign stands in a line. */
const times = (line: string, sign: string) => line.split(sign).length - 1;

/**
 * What is wrong with a file that begins so; null for a table of events.
 * @param text whole lines from its beginning
 */
export function notEvents(text: string): string | null {
  // Every second byte is one in UTF-16; a single one is a broken row.
  if (times(text, "\0") * 4 > text.length) return "its bytes are no text; a table in UTF-16 has to be saved as UTF-8";
  const lines = text.split("\n", LINES).map((line) => line.replace(/\r$/, ""));
  const widths = lines.map((line) => times(line, "\t") + 1);
  if (widths.some((width) => LAYOUTS.has(width))) return null;
  const known = OTHERS.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) return known;
  const [first = ""] = lines;
  if (first.includes("\r")) return "its lines end with CR alone; save them with LF";
  for (const [sign, name] of [
    [",", "commas"],
    [";", "semicolons"],
    ["|", "bars"],
  ] as const) {
    // Names of places have commas too.
    if (times(first, sign) >= FEWEST - 1) return `its columns are separated by ${name}, where GDELT has tabs`;
  }
  return columnsOf(widths[0] ?? 1);
}
