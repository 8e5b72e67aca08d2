// The log on a terminal: a line a request, with method, address, status and duration; failures with the request's id.
import { afterAll, expect, test } from "vitest";
import { endPrograms, ownSettings, start } from "../support/program.ts";

afterAll(endPrograms);

test("LOG_FORMAT=pretty: method, address, status and duration; a refusal is a warning", async () => {
  const program = start(["serve"], { ...(await ownSettings()), LOG_FORMAT: "pretty" });
  const url = await program.url;
  expect((await fetch(`${url}/v1/events?limit=1`)).status).toBe(200);
  expect((await fetch(`${url}/v1/events?contry=KZ`)).status).toBe(400);
  const { code } = await program.stop();
  expect(code).toBe(0);
  const lines = program.output().split("\n");
  const line = (pattern: RegExp) => lines.filter((one) => pattern.test(one));
  const sound = line(/GET \/v1\/events\?limit=1 200 [\d.]+ ms$/);
  const refused = line(/GET \/v1\/events\?contry=KZ 400 [\d.]+ ms$/);
  expect([sound, refused].map(({ length }) => length)).toEqual([1, 1]);
  expect(sound[0]).toContain("INFO");
  expect(refused[0]).toContain("WARN");
});
