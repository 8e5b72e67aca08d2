// File names: what a download is called when it is saved.
import { FORMAT_TABLE } from "../../formats/table.ts";
import { given } from "./links.ts";

/** Formats that are kept as files; the others are read by programs or shown. */
const SAVED = FORMAT_TABLE.filter(({ name }) => ["ndjson", "csv", "geojson", "ics"].includes(name));

/** Longer names are cut: some file systems take 255 bytes. */
const LENGTH = 120;

/**
 * The `Content-Disposition` (RFC 6266) of an answer of a media type, made from its address: `communique-events.csv`, with
 * the dataset where one is named; null for what is no file.
 */
export function dispositionOf(type: string, url: string): string | null {
  const format = SAVED.find((one) => one.type === type);
  if (format === undefined) return null;
  const path = url.split("?")[0] ?? "";
  const datasets = given(url).flatMap(([name, value]) => (name === "dataset" ? [value] : []));
  const words = ["communique", ...path.split("/").slice(2), ...(datasets.length === 1 ? datasets : [])];
  // Of an address only the letters of ids are kept: nothing in it can end the quoted name.
  const name = words.map((word) => word.replace(/[^A-Za-z0-9-]+/g, "")).filter((word) => word !== "");
  return `attachment; filename="${name.join("-").slice(0, LENGTH)}.${format.extension}"`;
}
