// Questions: each request of docs/questions.md finds, over curated and imported records, what answers its question.
import { describe, expect, test } from "vitest";
import { tableOf, textOf } from "./documents/markdown.ts";
import { useServer } from "./support/server.ts";

const api = useServer({ bulk: true });
const COLUMNS = ["question", "request", "what the answer holds"] as const;
const rows = tableOf(textOf("docs/questions.md"), ...COLUMNS) ?? [];

const TALKS = /2023-10-17-tokayev-xi-talks/;
/** Words by which a question is known, and what its answer must have. */
const ANSWERS: readonly (readonly [question: string, ...found: readonly RegExp[]])[] = [
  ["Who met whom", TALKS, /"included".*Токаев/, /"included".*Си Цзиньпин/],
  ["state visits", /"2022-09-xi-state-visit-to-kazakhstan"/, /"total":1,/],
  ["two states do together", TALKS, /"total":9,/],
  ["either of two states", TALKS, /"dataset":"gdelt"/],
  ["without another", /"dataset":"gdelt"/],
  ["leader receive", /"2023-10-tokayev-visit-to-china"/, /"included".*"kassym-jomart-tokayev"/],
  ["two people meet", TALKS, /"great-eastern-hall"/],
  ["about a topic", /"2023-10-17-tokayev-on-belt-and-road"/, /Астане/],
  ["to another", /"2023-10-17-tokayev-on-cooperation"/],
  ["In which words", /"2023-10-17-tokayev-on-cooperation"/, /инвестиций/],
  ["above an amount", /"2023-10-17-investment-volume"/, /"value":"21000000000"/],
  ["belong to an event", /"2023-10-17-joint-projects"/, /"included".*"2023-10-17-tokayev-on-cooperation"/],
  ["invited", /"2023-10-17-tokayev-invitation-to-xi"/, /"stage":"extended"/],
  ["only proposed", /"2024-xi-state-visit-to-kazakhstan"/, /"2024-kazakhstan-tourism-year-in-china"/],
  ["a source report", TALKS, /"2023-hangzhou-asian-games"/],
  ["two sources", TALKS, /"2023-10-17-guard-of-honour-for-tokayev"/, /"total":2,/],
  ["support a value", /"21 млрд/, /"start":\d+/],
  ["within a box", TALKS, /"coordinates":\[116\./],
  ["near a place", TALKS, /"total":1,/],
  ["first and last", /"first":\{"id":"2022-09-xi-state-visit-to-kazakhstan"/, /"people":\{"total":[1-9]/],
  ["most often", /"data":\[\{"countries":\["fi","us"\]/],
  ["each year", /"keys":\{"year":"1960"\}/, /"keys":\{"year":"2023"\}/],
  ["kinds of events", /^type,status,count,href\r?\n/, /visit,proposed,1,/],
  ["as a table", TALKS, /us-visits/, /gdelt/],
  ["changed since", /"id":"2023-10-17-tokayev-xi-talks"/],
  ["bodies of a state", /"akorda"/, /"kassym-jomart-tokayev"/],
  ["name in Russian", /"id":"kassym-jomart-tokayev"/],
  ["mentioned at all", /"2023-10-17-tokayev-on-cooperation"/],
  ["parts has a visit", TALKS, /"2023-10-17-guard-of-honour-for-tokayev"/],
  ["time axis", TALKS, /"precision":"day"/],
];

test("docs/questions.md has thirty questions, each answered by one request", () => {
  expect(rows).toHaveLength(30);
  expect(new Set(rows.map(([, path]) => path)).size).toBe(30);
  for (const [question = "", path = "", holds] of rows) {
    expect(question).toMatch(/^[A-Z].*\?$/);
    expect(path).toMatch(/^\/v1\/\S+$/);
    expect(holds).not.toBe("");
    expect(ANSWERS.filter(([words]) => question.includes(words))).toHaveLength(1);
  }
});

describe("one request finds it", () => {
  test.each(rows.map(([question = "", path = ""]) => [question, path] as const))("%s %s", async (question, path) => {
    const [, ...found] = ANSWERS.find(([words]) => question.includes(words)) ?? ["", /nothing/];
    const { status, text } = await api.get(path, { accept: "*/*" });
    expect(status).toBe(200);
    for (const one of found) expect(text).toMatch(one);
  });
});
