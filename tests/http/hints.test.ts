// Hints: what is asked as other interfaces have it gets the word that is used here.
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const api = useServer();

async function faultOf(path: string, parameter: string): Promise<string> {
  const { status, json } = await api.get(path);
  expect([path, status, json.errors.map((fault: { parameter: string }) => fault.parameter)]).toEqual([
    path,
    400,
    [parameter],
  ]);
  return json.errors[0].detail;
}

describe("a parameter of another interface", () => {
  test.each([
    ["/v1/events?page=2", "page", /follow `links.next`, which has the `cursor`$/],
    ["/v1/events?offset=20", "offset", /`cursor`/],
    ["/v1/events?per_page=50", "per_page", /did you mean `limit`\?$/],
    ["/v1/events?order=asc", "order", /the order is `sort`/],
    ["/v1/events?sortBy=date", "sortBy", /the order is `sort`/],
    ["/v1/events?q[]=a", "q[]", /without brackets: `q=`$/],
    ["/v1/events?filter[country]=KZ", "filter[country]", /without brackets: `country=`$/],
    ["/v1/events?country[0]=KZ", "country[0]", /without brackets: `country=`$/],
    ["/v1/events?limit[]=5", "limit[]", /without brackets: `limit=`$/],
    ["/v1/events?city=beijing", "city", /did you mean `venue`\?$/],
    ["/v1/events?date=2023-10-17", "date", /`from=2023-10-17&to=2023-10-17`$/],
    ["/v1/events?start=2022", "start", /`from` and `to`/],
    ["/v1/events?end=2022", "end", /`from` and `to`/],
    ["/v1/events?person=xi-jinping", "person", /did you mean `participant`\?$/],
    ["/v1/quotes?person=xi-jinping", "person", /did you mean `speaker`\?$/],
    ["/v1/events?category=visit", "category", /did you mean `type`\?$/],
    ["/v1/events?expand=venues", "expand", /did you mean `include`\?$/],
    ["/v1/events?api_key=a", "api_key", /no key is needed$/],
    ["/v1/events?callback=f", "callback", /no JSONP/],
    ["/v1/events?type.all=visit,talks", "type.all", /one value of `type`: any of several are `type=a,b`$/],
    ["/v1/events?contry.all=KZ", "contry.all", /did you mean `country.all`\?$/],
    ["/v1/search?q=a&language=ru", "language", /did you mean `lang`\?$/],
    ["/v1/stats/events?groupBy=type", "groupBy", /did you mean `by`\?$/],
    ["/v1/changes?since=2026-01-01&from=2026", "from", /the first day is `since`$/],
  ])("%s is refused with the word that is used here", async (path, parameter, detail) =>
    expect(await faultOf(path, parameter)).toMatch(detail),
  );

  test("of none that is known, and nothing near it, gives no hint", async () => {
    expect(await faultOf("/v1/events?zzzzzz=1", "zzzzzz")).toBe("is not a parameter here");
  });
});

describe("a word for a state that is no code", () => {
  test.each([
    ["USSR", "SU"],
    ["Soviet Union", "SU"],
    ["UK", "GB"],
    ["Kazakhstan", "KZ"],
    ["Казахстан", "KZ"],
    ["Kazahkstan", "KZ"],
  ])("%s: did you mean %s", async (word, code) => {
    const detail = await faultOf(`/v1/events?country=${encodeURIComponent(word)}`, "country");
    expect(detail).toContain(`knows no state "${word}"; did you mean \`${code}\`?`);
    const dyad = await api.get(`/v1/dyads/${encodeURIComponent(word)}/CN`);
    expect([dyad.status, dyad.json.detail]).toEqual([404, expect.stringContaining(`did you mean \`${code}\`?`)]);
  });

  test.each(["XK", "ZZZ"])("%s, which is near many codes and means none of them, gives none", async (word) => {
    expect(await faultOf(`/v1/events?country=${word}`, "country")).not.toContain("did you mean");
  });
});

describe("an address that there is not", () => {
  test.each([
    ["/v1/people", "/v1/participants"],
    ["/v1/people/xi-jinping", "/v1/participants/xi-jinping"],
    ["/v1/event", "/v1/events"],
    ["/v1/event/2023-10-17-tokayev-xi-talks", "/v1/events/2023-10-17-tokayev-xi-talks"],
    ["/v1/events.csv", "/v1/events?format=csv"],
    ["/v1/events.json?limit=5", "/v1/events"],
    ["/v1/Events", "/v1/events"],
    ["/v1/events/", "/v1/events"],
    ["/v1/vocabularies/", "/v1/vocabularies"],
    ["/v1/search/?q=talks", "/v1/search"],
    ["/event", "/v1/events"],
    ["/events.csv", "/v1/events?format=csv"],
    ["/api/v1/events", "/v1/events"],
    ["/v2/quote", "/v1/quotes"],
    ["/v1/countries", "/v1/vocabularies/countries"],
    ["/v1/stats", "/v1/stats/events"],
    ["/find", "/v1/search"],
    ["/swagger", "/docs"],
    ["/swagger.json", "/openapi.json"],
    ["/health", "/livez"],
  ])("%s: did you mean %s", async (path, meant) => {
    const { status, json } = await api.get(path);
    expect([status, json.code, json.detail]).toEqual([
      404,
      "no-such-address",
      `There is nothing at this address; /v1 lists what there is. Did you mean \`${meant}\`?`,
    ]);
    expect([200, 400]).toContain((await api.get(meant)).status);
  });

  test.each(["/.env", "/v1/zzzzzzzz", "/wp-login.php", "/%00", "/v1/events/a/b/c/d"])(
    "%s gives no hint",
    async (path) => {
      const { json } = await api.get(path);
      expect(json.detail).not.toContain("Did you mean");
    },
  );
});

describe("letters beyond ASCII in an address", () => {
  /** As curl sends what is typed: the bytes as they are. */
  function raw(path: string): Promise<{ status: number | undefined; text: string }> {
    return new Promise((done, failed) => {
      const asked = request(new URL(api.url), (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => done({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
      });
      asked.path = path;
      asked.on("error", failed).end();
    });
  }

  test("are refused with the address as it is written", async () => {
    const { status, text } = await raw(Buffer.from("/v1/search?q=Токаев").toString("latin1"));
    const { code, detail } = JSON.parse(text);
    expect([status, code]).toEqual([400, "malformed-url"]);
    expect(detail).toMatch(/-G --data-urlencode/);
    const [, path = ""] = /`(\/[^`]+)`/.exec(detail) ?? [];
    expect(decodeURIComponent(path)).toBe("/v1/search?q=Токаев");
    expect((await api.get(path)).status).toBe(200);
  });

  test("of another encoding than UTF-8 are refused without a guess", async () => {
    const { status, text } = await raw("/v1/search?q=\xd2\xee\xea");
    expect([status, JSON.parse(text).detail]).toEqual([400, expect.not.stringContaining("`/v1")]);
  });
});
