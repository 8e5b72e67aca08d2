// Table schema: the columns of a CSV file for programs, as a Frictionless Table Schema.
//
// https://datapackage.org/standard/table-schema/. CSVW (https://www.w3.org/TR/tabular-data-model/, section 5.2) says
// that metadata which a Link header points to is to be ignored unless it names the very address of the file: then each
// query would need a description of its own, with its address once more in a header that proxies limit. A Table Schema
// describes columns alone, and has lists with a delimiter.
import { z } from "zod";
import { type ColumnType, LIST_SEPARATOR } from "./column.ts";
import { columnsOf, type TableName } from "./columns.ts";

const Field = z.strictObject({
  name: z.string().meta({ examples: ["dateEdtf"] }),
  type: z.enum(["string", "integer", "number", "boolean", "date", "list"]).meta({
    description:
      "`number` stands for exact decimal digits. Texts stay texts: `042` and `NA` are no numbers and no gaps.",
    examples: ["string"],
  }),
  description: z.string(),
  delimiter: z
    .string()
    .optional()
    .meta({ description: "Between the items of a list.", examples: [LIST_SEPARATOR] }),
  itemType: z.literal("string").optional(),
  trueValues: z.array(z.string()).optional(),
  falseValues: z.array(z.string()).optional(),
});

export const TableSchema = z
  .strictObject({
    $schema: z.string(),
    name: z.string().meta({ examples: ["events"] }),
    fields: z.array(Field).min(1),
    primaryKey: z
      .array(z.string())
      .optional()
      .meta({ description: "The columns that name a row, where all are there." }),
    links: z
      .strictObject({
        self: z.string().meta({ examples: ["/v1/tables/events"] }),
        describes: z.string().meta({ description: "The table (RFC 6892).", examples: ["/v1/events?format=csv"] }),
      })
      .meta({ description: "Beyond the standard: where this is, and the table." }),
    missingValues: z.array(z.string()).meta({ description: "What an unknown value is written as.", examples: [[""]] }),
  })
  .meta({ id: "TableFields", description: "The columns of a CSV file, as a Frictionless Table Schema (version 2)." });
type TableSchema = z.infer<typeof TableSchema>;

const TYPES: { readonly [T in ColumnType]: Omit<TableSchema["fields"][number], "name" | "description"> } = {
  string: { type: "string" },
  integer: { type: "integer" },
  decimal: { type: "number" },
  boolean: { type: "boolean", trueValues: ["true"], falseValues: ["false"] },
  date: { type: "date" },
  list: { type: "list", delimiter: LIST_SEPARATOR, itemType: "string" },
};

/** The schema of a table's CSV, of all columns or of those named, in order. */
export function tableSchema(
  table: TableName,
  columns: readonly string[] | null,
  links: TableSchema["links"],
): TableSchema {
  const fields = columnsOf(table, columns).map(({ name, type, description }) => ({
    name,
    ...TYPES[type],
    description,
  }));
  const key = table === "participations" ? ["event", "position"] : ["id"];
  const whole = key.every((name) => fields.some((field) => field.name === name));
  return {
    $schema: "https://datapackage.org/profiles/2.0/tableschema.json",
    name: table,
    fields,
    ...(whole ? { primaryKey: key } : {}),
    missingValues: [""],
    links,
  };
}
