// draft --model: what is sent where, and that an answer is only ever a choice among lists and words of the text.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BEIJING } from "../support/fixtures.ts";
import { endPrograms, run } from "../support/program.ts";
import { runHere } from "./here.ts";

const TEXT = "tests/fixtures/draft/english.txt";
const KEY = "a-key-that-nobody-may-see";
const SETTINGS = { DATA_DIR: BEIJING, MODEL_KEY: KEY };

interface Asked {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: string;
}
let received: Asked[] = [];
let answer: (response: ServerResponse, nth: number) => void = (response) => response.end();
let [url, byRules] = ["", ""];
const server = createServer(async (request: IncomingMessage, response) => {
  let body = "";
  for await (const piece of request.setEncoding("utf8")) body += piece;
  received.push({ path: request.url ?? "", key: request.headers.authorization, body });
  answer(response, received.length);
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  byRules = (await run(["draft", TEXT, "--licence", "CC BY 4.0"], SETTINGS)).stdout;
});
beforeEach(() => {
  received = [];
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await endPrograms();
});

const draft = (...args: string[]) => runHere(["draft", TEXT, ...args], SETTINGS);
const asked = (...more: string[]) => draft("--model", url, "--licence", "CC BY 4.0", ...more);
const says = (content: unknown) => (response: ServerResponse) => {
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      choices: [{ message: { content: typeof content === "string" ? content : JSON.stringify(content) } }],
    }),
  );
};

describe("a model that answers well", () => {
  test("adds lines that are told apart, from words of the text; the key is sent and never shown", async () => {
    answer = says({
      events: [
        {
          event: null,
          type: "visit",
          words: "more than 40 companies opened offices",
          date: "September of last year",
          participants: [{ id: "proba-mustersdottir", role: "visitor", words: "welcome you to Iceland" }],
        },
      ],
      figures: [],
    });
    const { code, stdout, stderr } = await asked();
    expect(code).toBe(0);
    expect(received.map(({ path, key }) => [path, key])).toEqual([["/v1/chat/completions", `Bearer ${KEY}`]]);
    expect(stderr).toMatch(
      /^sends the text \(\d+ characters\) and the lists of words and ids to http:\/\/127\.0\.0\.1:\d+\/v1, with the key of MODEL_KEY$/m,
    );
    expect(stderr).toMatch(/^of the model's answer 3 lines are proposed, 0 were dropped/m);
    expect(stdout).toMatch(
      /# proposed by the model\n {4}participants\.0\?: proba-mustersdottir visitor for is <~ "welcome you to Iceland"/,
    );
    expect(stdout).toMatch(/# proposed by the model\n {4}date\?: 2020-09 <~ "September of last year"/);
    expect(stdout + stderr).not.toContain(KEY);
  });

  test("what is not in the text or the lists is dropped: made-up words, ids, types, roles and dates", async () => {
    const visit = { event: null, type: "visit", words: "state visit", date: null, participants: [] as unknown[] };
    const part = { id: "proba-mustersdottir", role: "visitor", words: "state visit" };
    answer = says({
      events: [
        { ...visit, words: "a visit that the text has not", participants: [part] },
        { ...visit, type: "coronation", participants: [part] },
        { ...visit, event: "no-such-event", participants: [part] },
        { ...visit, participants: [{ ...part, id: "napoleon" }] },
        { ...visit, participants: [{ ...part, role: "emperor" }] },
        { ...visit, date: "2020-09-14", participants: [part] },
      ],
      figures: [{ figure: "no-such-figure", measure: "mutual trade" }],
    });
    const { stdout, stderr } = await asked();
    // The last event stays, without the date that the model wrote itself.
    expect(stderr).toMatch(/2 lines are proposed, \d+ were dropped/);
    expect(stdout).not.toMatch(/napoleon|emperor|coronation|2020-09-14/);
  });
});

describe("a model that answers badly: the draft is that of the rules, and the reason is told", () => {
  test.each<[string, (response: ServerResponse, nth: number) => void, RegExp, number]>([
    ["prose", says("Certainly! Here is the table that you wanted."), /not JSON of the form/, 1],
    ["another form", says({ events: "all of them" }), /not JSON of the form/, 1],
    ["no chat completion", (response) => response.end("[]"), /not that of a chat completion/, 1],
    ["404", (response) => response.writeHead(404).end(), /it answered 404/, 1],
    ["500, three times", (response) => response.writeHead(500).end(), /it answered 500/, 3],
    [
      "a redirect",
      (response) => response.writeHead(307, { location: "https://elsewhere.example/" }).end(),
      /a redirect \(307\), which is not followed/,
      1,
    ],
    [
      "two megabytes",
      (response) => response.end("x".repeat(2 * 1024 * 1024)),
      /its answer is longer than 1048576 bytes/,
      1,
    ],
    ["a broken connection", (response) => response.destroy(), /it could not be reached/, 3],
    ["nothing at all", () => {}, /it did not answer within 1 s/, 1],
  ])("%s is told", async (_, act, wanted, times) => {
    answer = act;
    // One second is for who never answers: a busy machine takes longer to read an answer.
    const withModel = await asked("--model-timeout", /within 1 s/.test(wanted.source) ? "1" : "60");
    expect(withModel.code).toBe(0);
    expect(withModel.stderr).toMatch(wanted);
    expect(withModel.stdout).toBe(byRules);
    expect(received.length).toBe(times);
  });

  test("an answer that comes at the second try is taken", async () => {
    answer = (response, nth) =>
      nth === 1 ? response.writeHead(503).end() : says({ events: [], figures: [] })(response);
    expect((await asked()).stderr).toMatch(/0 lines are proposed, 0 were dropped/);
    expect(received.length).toBe(2);
  });
});

describe.concurrent("sending", () => {
  test.each<[string, string[], RegExp | null]>([
    ["without --model, which is no wrong call", [], null],
    [
      "by http to another machine",
      ["--model", "http://models.example/v1", "--send-text"],
      /is not https; http is for this machine alone/,
    ],
    ["to what is no address", ["--model", "models", "--send-text"], /is not an address/],
    [
      "to an address with a password",
      ["--model", "https://me:secret@models.example", "--send-text"],
      /has a name or password in it/,
    ],
    [
      "where the rights of the text are reserved",
      ["--model", "http://127.0.0.1:9/v1"],
      /the rights of the text count as reserved/,
    ],
    [
      "with a time that is none",
      ["--model", "http://127.0.0.1:9/v1", "--send-text", "--model-timeout", "0"],
      /from 1 to 600/,
    ],
  ])("nothing is sent %s", async (_, args, wanted) => {
    const { code, stderr } = await draft(...args);
    expect(code).toBe(wanted === null ? 0 : 2);
    expect(stderr).not.toMatch(/^sends the text/m);
    if (wanted !== null) expect(stderr).toMatch(wanted);
    expect(stderr).not.toMatch(/secret/);
  });
});
