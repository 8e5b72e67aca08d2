// NDJSON: one record a line, as JSON.
import type { AnyRecord } from "../model/bundle.ts";

export const ndjson = {
  head: () => "",
  record: (record: AnyRecord) => `${JSON.stringify(record)}\n`,
  tail: () => "",
};
