// A client as somebody would write it from the document, and ways to get it wrong that must not compile.

/** Asks the server at the address that it is given, and prints what it found, one line of JSON each. */
export const SOUND = `import createClient from "openapi-fetch";
import type { components, operations, paths } from "./api.ts";

type Media = "application/json" | "application/problem+json";
const api = createClient<paths, Media>({
  baseUrl: process.argv[2] ?? "",
  querySerializer: { array: { style: "form", explode: false } },
});

function say(what: string, value: unknown): void {
  console.log(JSON.stringify({ what, value }));
}

/** Records are whole where \`fields\` cuts nothing. */
type Whole<T> = Extract<T, { provenance: unknown }>;
type Query = NonNullable<operations["listEvents"]["parameters"]["query"]>;
const query: Query = { type: ["talks", "visit"], country: ["KZ"], from: "2023", sort: "date", limit: 2 };
const talks = await api.GET("/v1/events", { params: { query } });
if (talks.error !== undefined) throw new Error(talks.error.detail);
const list = talks.data.data.map((event) => event as Whole<typeof event>);
const days: (string | null)[] = list.map((event) => event.date?.earliest ?? null);
say("days", days);
say("total", talks.data.meta.total);

const id = "2023-10-17-tokayev-xi-talks";
const detail = await api.GET("/v1/events/{id}", { params: { path: { id } } });
const event = detail.data?.data as components["schemas"]["Event"] | undefined;
say("title", event?.title.en);
say("statuses", event?.status === "occurred");

const figures = await api.GET("/v1/figures", { params: { query: { kind: ["money"], min: "1" } } });
const values: (string | null)[] = figures.data?.data.map(({ value }) => value ?? null) ?? [];
say("values", values);

const quotes = await api.GET("/v1/quotes", {
  params: { query: { speaker: ["kassym-jomart-tokayev"], include: ["participants", "sources"] } },
});
say("texts", quotes.data?.data.map(({ text }) => text));
say("included", quotes.data?.included?.participants?.map(({ names }) => names?.ru));

const hits = await api.GET("/v1/search", { params: { query: { q: "инвестиций" } } });
say("hits", hits.data?.data.map((hit) => [hit.collection, hit.id]));

const groups = await api.GET("/v1/stats/events", { params: { query: { by: ["type"], sort: "key" } } });
say("groups", groups.data?.data.map(({ keys, count }) => [keys.type, count]));

const missing = await api.GET("/v1/events/{id}", { params: { path: { id: "nobody" } } });
say("missing", [missing.response.status, missing.error?.code, missing.data ?? null]);
`;

/** What is put in the place of what, and what the compiler must say there. */
export const WRONG: readonly (readonly [what: string, sound: string, wrong: string, says: RegExp])[] = [
  ["a word of no vocabulary", '"talks", "visit"', '"tals", "visit"', /'"tals"' is not assignable/],
  ["a parameter that there is not", "country: [", "contry: [", /'contry' does not exist/],
  ["a text for a number", "limit: 2", 'limit: "2"', /'string' is not assignable to type 'number'/],
  ["one word for a list", 'kind: ["money"]', 'kind: "money"', /Type 'string' is not assignable/],
  ["an order that there is not", 'sort: "date"', 'sort: "title"', /'"title"' is not assignable/],
  ["what cannot come along", '"participants", "sources"', '"participants", "venues"', /'"venues"' is not assignable/],
  ["no question", 'query: { q: "инвестиций" }', "query: {}", /Property 'q' is missing/],
  ["no id", "path: { id } ", "path: {} ", /Property 'id' is missing/],
  ["an address that there is not", '"/v1/figures"', '"/v1/figure"', /'"\/v1\/figure"' is not assignable/],
  ["a member that there is not", "date?.earliest", "date?.earlier", /'earlier' does not exist/],
  ["a member of a problem that there is not", "missing.error?.code", "missing.error?.codes", /'codes' does not exist/],
  ["a date that may be null", "date?.earliest", "date.earliest", /'event\.date' is possibly 'null'/],
  ["a status that there is not", 'status === "occurred"', 'status === "happened"', /no overlap/],
  ["a decimal as a number", "const values: (string | null)[]", "const values: (number | null)[]", /not assignable/],
];
