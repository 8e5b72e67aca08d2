// Tables: what can be had as CSV, and the columns of each.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { invalidRequest, ProblemError } from "../errors.ts";
import { JSON_TYPE } from "../formats/choose.ts";
import { COLUMNS, TABLE_NAMES } from "../formats/columns.ts";
import { ListLinks, ListMeta } from "../formats/envelope.ts";
import { TableSchema, tableSchema } from "../formats/table-schema.ts";
import { columnFault, columnList } from "../query/list-parameters.ts";
import { strict } from "../query/list-query.ts";
import { didYouMean } from "../suggest.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { address, given } from "./answer/links.ts";

const Table = z
  .strictObject({
    id: z.enum(TABLE_NAMES).meta({ description: "The table.", examples: ["events"] }),
    columns: z
      .int()
      .min(1)
      .meta({ description: "How many columns it has.", examples: [20] }),
    csv: z.string().meta({ description: "The table.", examples: ["/v1/events?format=csv"] }),
    schema: z.string().meta({ description: "Its columns.", examples: ["/v1/tables/events"] }),
  })
  .meta({ id: "Table", description: "What can be had as CSV." });

/** Every column that some table has. */
const ALL_COLUMNS = [...new Set(TABLE_NAMES.flatMap((table) => COLUMNS[table].map(({ name }) => name)))];

export function tableRoutes(app: FastifyInstance, context: RouteContext): void {
  const { base } = context;
  const tables = TABLE_NAMES.map((id) => ({
    ...{ id, columns: COLUMNS[id].length },
    csv: address(base, `/v1/${id}`, [["format", "csv"]]),
    schema: address(base, `/v1/tables/${id}`),
  }));

  app.get("/v1/tables", {
    config: { cached: true },
    schema: {
      operationId: "listTables",
      tags: ["about"],
      summary: "What can be had as CSV, and where its columns are described",
      description: "The collections, and the participants of events one by one.",
      querystring: strict({}),
      response: responses({ [JSON_TYPE]: { schema: envelopeOf(z.array(Table), ListMeta, ListLinks) } }, "All tables."),
    },
    handler: consistently(context, async (request) => {
      const { meta, links } = await frameOf(context, request);
      return enveloped(JSON.stringify(tables), meta({ total: tables.length, limit: 200 }), links(null, ""));
    }),
  });

  app.get("/v1/tables/:table", {
    config: { cached: true },
    schema: {
      operationId: "getTableSchema",
      tags: ["about"],
      summary: "The columns of a table: name, type and meaning",
      description:
        'A Frictionless Table Schema. Answers with `format=csv` point to it by `Link: <…>; rel="describedby"`, with the columns that they have.',
      params: z.object({
        table: z.string().meta({ description: "The table's id.", examples: ["events"] }),
      }),
      querystring: strict({
        columns: columnList(ALL_COLUMNS, {
          description: "Only these columns, in this order, as the table itself takes them.",
          // Which names there are depends on the table.
          items: { type: "string" },
        }),
      }),
      response: responses({ [JSON_TYPE]: { schema: TableSchema } }, "The schema.", true, ["not-found"]),
    },
    handler: consistently(context, async (request) => {
      const { table } = request.params as { table: string };
      const known = TABLE_NAMES.find((one) => one === table);
      if (known === undefined) throw unknownTable(table);
      const { columns = null } = request.query as { columns?: string[] };
      const own = COLUMNS[known].map(({ name }) => name);
      const faults = (columns ?? []).flatMap((name) => columnFault(name, own) ?? []);
      if (faults.length > 0) throw invalidRequest(faults.map((detail) => ({ parameter: "columns", detail })));
      const self = address(base, `/v1/tables/${known}`, given(request.originalUrl));
      const chosen = columns === null ? [] : [["columns", columns.join(",")] as const];
      const csv = address(base, `/v1/${known}`, [["format", "csv"], ...chosen]);
      const links = { self, describes: csv };
      return { type: JSON_TYPE, body: JSON.stringify(tableSchema(known, columns, links)), links };
    }),
  });
}

function unknownTable(table: string): ProblemError {
  const near = didYouMean(table, TABLE_NAMES);
  return new ProblemError("not-found", `No table has this name${near} (one of ${TABLE_NAMES.join(", ")})`);
}
