// Clients: what generators make of the OpenAPI document, and a program for each that asks the same questions with it.
//
// Lists of words, days and errors are where generators differ: some write a list with commas, some repeat the name,
// and both must find the same.

/** A generator, how its client is made, and a program that prints what it found as one line of JSON. */
export interface Generator {
  readonly name: string;
  /** Packages with exact versions, that of the name first. */
  readonly packages: readonly string[];
  /** The program in `node_modules/.bin` with its arguments; `api.json` is the document, `SERVER` the server's address. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Files that the command reads, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly program: string;
  /** How it writes lists, and what a user of it should know. */
  readonly says: string;
}

/** What every program asks: words of closed lists, two states that must both take part, a window of time, a `format: date`. */
export const QUERY = {
  type: ["talks", "visit"],
  "country.all": ["KZ", "CN"],
  status: ["occurred", "proposed"],
  from: "2022",
  to: "2024-12-31",
  updatedSince: "2023-01-01",
  sort: "date",
  limit: 3,
} as const;

const HEAD = `const query = ${JSON.stringify(QUERY)} as const;
const say = (value: unknown) => console.log(JSON.stringify(value));
`;
const mutable = "query as never";

export const GENERATORS: readonly Generator[] = [
  {
    name: "openapi-fetch",
    packages: ["openapi-fetch@0.17.0", "openapi-typescript@7.13.0"],
    command: ["openapi-typescript", "api.json", "-o", "api.ts"],
    program: `import createClient from "openapi-fetch";
import type { paths } from "./api.ts";
${HEAD}const api = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: "SERVER" });
const list = await api.GET("/v1/events", { params: { query: ${mutable} } });
const missing = await api.GET("/v1/events/{id}", { params: { path: { id: "nobody" } } });
say([list.data?.data.map(({ id }) => id), missing.response.status, missing.error?.code]);
`,
    says: "repeats the name by default; commas with `querySerializer`",
  },
  {
    name: "oazapfts",
    packages: ["oazapfts@7.5.0", "@oazapfts/runtime@1.2.0"],
    command: ["oazapfts", "api.json", "api.ts"],
    program: `import { defaults, getEvent, listEvents } from "./api.ts";
${HEAD}defaults.baseUrl = "SERVER";
const { type: $type, from: $from, "country.all": countryAll, ...rest } = query;
const list = (await listEvents({ $type, $from, countryAll, ...rest } as never)) as { data: { data: { id: string }[] } };
const missing = (await getEvent("nobody", {})) as { status: number; data?: { code?: string } };
say([list.data.data.map(({ id }) => id), missing.status, missing.data?.code]);
`,
    says: "commas; `country.all` is `countryAll`, `type` and `from` are `$type` and `$from`",
  },
  {
    name: "hey-api",
    packages: ["@hey-api/openapi-ts@0.99.0"],
    command: ["openapi-ts", "-f", "hey.config.mjs"],
    files: {
      "hey.config.mjs": `export default {
  input: "api.json",
  output: { path: "api", module: { extension: ".ts" } },
  plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
};
`,
    },
    program: `import { client } from "./api/client.gen.ts";
import { getEvent, listEvents } from "./api/sdk.gen.ts";
${HEAD}client.setConfig({ baseUrl: "SERVER" });
const list = await listEvents({ query: ${mutable} });
const missing = await getEvent({ path: { id: "nobody" } });
const { code } = missing.error as { code: string };
say([list.data?.data.map(({ id }) => id), missing.response?.status, code]);
`,
    says: "commas",
  },
  {
    name: "orval",
    packages: ["orval@8.38.0"],
    command: ["orval", "--config", "orval.config.mjs"],
    files: {
      "orval.config.mjs": `const output = { target: "api.ts", client: "fetch", baseUrl: "SERVER", mode: "single" };
export default { api: { input: "api.json", output } };
`,
    },
    program: `import { getEvent, listEvents } from "./api.ts";
${HEAD}type Streamed = { status: number; stream: Response };
const list = (await listEvents(${mutable})) as unknown as Streamed;
const missing = (await getEvent("nobody")) as unknown as Streamed;
const { data } = (await list.stream.json()) as { data: { id: string }[] };
const { code } = (await missing.stream.json()) as { code: string };
say([data.map(({ id }) => id), missing.status, code]);
`,
    says: "commas; where an answer may be NDJSON too, it gives the response as a stream: `stream.json()`",
  },
  {
    name: "swagger-typescript-api",
    packages: ["swagger-typescript-api@13.13.0"],
    command: ["swagger-typescript-api", "generate", "-p", "api.json", "-o", ".", "-n", "api.ts"],
    program: `import { Api } from "./api.ts";
${HEAD}const api = new Api({ baseUrl: "SERVER" });
const list = await api.v1.listEvents(${mutable});
const missing = await api.v1.getEvent("nobody").catch((refused: unknown) => refused);
const { status, error } = missing as { status: number; error: { code: string } };
say([list.data.data.map(({ id }) => id), status, error.code]);
`,
    says: "repeats the name",
  },
];
