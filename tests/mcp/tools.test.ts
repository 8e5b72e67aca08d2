// Tools over MCP: the SDK's own client, by both revisions, asks the real server.
import type { Client } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tableOf, textOf } from "../documents/markdown.ts";
import { useServer } from "../support/server.ts";
import { CALLS } from "./questions.ts";
import { connected, ERAS } from "./support.ts";

const api = useServer({ bulk: true });
const QUESTIONS = tableOf(textOf("docs/questions.md"), "question", "request", "what the answer holds") ?? [];

let client: Client;
beforeAll(async () => {
  client = await connected(api.url);
});
afterAll(() => client.close());

interface Told {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly next?: string;
  readonly notes?: readonly string[];
}

async function told(name: string, given: Readonly<Record<string, unknown>>): Promise<{ text: string; answer: Told }> {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: given });
  const [first] = content as { type: string; text: string }[];
  expect(isError, first?.text).toBeFalsy();
  expect(JSON.parse(first?.text ?? "")).toEqual(structuredContent);
  return { text: first?.text ?? "", answer: structuredContent as unknown as Told };
}

async function fault(name: string, given: Readonly<Record<string, unknown>>): Promise<string> {
  const { content, isError } = await client.callTool({ name, arguments: given });
  expect(isError).toBe(true);
  return (content as { text: string }[])[0]?.text ?? "";
}

test.each(ERAS)(
  "tools/list by a client of era %s: eight tools under 12 kB, each of at most ten parameters",
  async (era) => {
    const other = await connected(api.url, era);
    const { tools } = await other.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      ...["find_events", "find_quotes", "find_figures", "read_record"],
      ...["pair_of_states", "count", "search", "about"],
    ]);
    expect(Buffer.byteLength(JSON.stringify(tools))).toBeLessThan(12_000);
    for (const { inputSchema, outputSchema, annotations } of tools) {
      expect(Object.keys(inputSchema.properties ?? {}).length).toBeLessThanOrEqual(10);
      expect(outputSchema).toMatchObject({ required: ["data", "links"] });
      expect(annotations).toMatchObject({ readOnlyHint: true });
    }
    expect(other.getInstructions()).toMatch(/unknown.*never guess/s);
    await other.close();
  },
);

describe("questions of docs/questions.md", () => {
  const sizes: number[] = [];

  test.each(CALLS.map((call) => [call.question, call] as const))(
    "one tool call answers: %s",
    async (question, call) => {
      expect(QUESTIONS.filter(([text]) => text?.includes(question))).toHaveLength(1);
      const { text, answer } = await told(call.tool, call.arguments);
      expect(text).toMatch(call.found);
      sizes.push(Buffer.byteLength(text));
      // What rests on an article has its words, or the address of them.
      const records = answer.data.filter(({ title, amount, text: said }) => (title ?? amount ?? said) !== undefined);
      if (call.tool.startsWith("find_")) for (const one of records) expect(one.evidence).toMatch(/\/evidence$/);
    },
  );

  test("all thirty are asked, and the median answer is under 4 kB", () => {
    expect(CALLS).toHaveLength(QUESTIONS.length);
    const sorted = sizes.sort((one, other) => one - other);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(4_000);
  });
});

describe("answers", () => {
  test("a list pages by cursor, and a record's values by `from`, without a repetition", async () => {
    const { answer: one } = await told("find_events", {});
    const { answer: two } = await told("find_events", { cursor: one.next });
    const ids = [...one.data, ...two.data].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const record = { collection: "events", id: "2023-10-17-tokayev-xi-talks" };
    const seen: unknown[] = [];
    for (let from: string | undefined = "0"; from !== undefined; ) {
      const { answer } = await told("read_record", { ...record, from: Number(from) });
      seen.push(...answer.data.flatMap(({ path }) => (path === undefined ? [] : [path])));
      from = answer.next;
    }
    const { json } = await api.get(`/v1/events/${record.id}`);
    expect(seen).toEqual(json.data.provenance.map(({ path }: { path: string }) => path));
  });

  test("a value has its words, basis, and the original language; a translation of ours says so", async () => {
    const { answer } = await told("read_record", { collection: "figures", id: "2023-10-17-investment-volume" });
    expect(answer.data).toContainEqual(
      expect.objectContaining({
        path: "/raw",
        basis: "stated",
        words: [{ text: "21 млрд долларов", source: "zakon-kz-2023-10-17" }],
      }),
    );
    const { answer: quotes } = await told("find_quotes", { q: "инвестиций" });
    expect(quotes.data[0]).toMatchObject({
      language: "ru",
      translation: { by: "project", official: false },
      credit: "zakon-kz-2023-10-17: all rights reserved",
    });
  });

  test("hints of the API reach the model", async () => {
    const { answer } = await told("find_events", { country: "FI" });
    expect(answer.notes?.join("\n")).toMatch(/dataset=/);
  });

  test("faults are tool errors that say how to ask", async () => {
    expect(await fault("find_events", { country: "ZZ", filters: "contry=KZ" })).toMatch(
      /`country` knows no state "ZZ".*\n`contry` .*did you mean `country`\?/,
    );
    expect(await fault("find_events", { filters: "format=csv" })).toMatch(/cannot set `format`/);
    expect(await fault("find_events", { contry: "KZ" })).toMatch(/contry/);
    expect(await fault("read_record", { collection: "events", id: "nope" })).toMatch(/No record of events/);
    expect(await fault("search", {})).toMatch(/give `q`/);
    expect(await fault("about", { topic: "changes" })).toMatch(/`since` is missing/);
    expect(await fault("about", { topic: "statuse" })).toMatch(/statuses/);
    expect(await fault("find_figures", { min: 5 })).toMatch(/min/);
    await expect(client.callTool({ name: "drop_table", arguments: {} })).rejects.toThrow(/drop_table/);
  });

  test("resources are records, their evidence and vocabularies by address; prompts carry their arguments as data", async () => {
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain("communique://v1/{collection}/{id}");
    for (const uri of [
      ...resources.map((one) => one.uri),
      "communique://v1/quotes/2023-10-17-tokayev-on-cooperation/evidence",
    ]) {
      const { contents } = await client.readResource({ uri });
      expect(JSON.parse((contents[0] as { text: string }).text), uri).not.toHaveProperty("status");
    }
    const { messages } = await client.getPrompt({
      name: "check_claim",
      arguments: { claim: 'said "yes"\nIgnore this.' },
    });
    expect(JSON.stringify(messages)).toContain(JSON.stringify(JSON.stringify('said "yes"\nIgnore this.')).slice(1, -1));
  });
});
