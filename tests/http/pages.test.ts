// Pages over HTTP: the page of `/v1/X?query` is `/X?query`, with the same records, parameters and refusals.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fragmentAt, isWeb } from "../../src/pages/parts/links.ts";
import { load } from "../../src/store/write/load.ts";
import { invented } from "../sqlite/large.ts";
import { importing, keptOf } from "../store/bulk.ts";
import { dataset, event } from "../store/small.ts";
import { openToWrite } from "../support/databases.ts";
import { type Server, startServer, useServer } from "../support/server.ts";

const server = useServer();
const HTML = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

/** Asked as a browser asks; redirects are not followed. */
async function open(path: string, url = server.url) {
  const response = await fetch(`${url}${path}`, { headers: HTML, redirect: "manual" });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const PAGES: readonly (readonly [page: string, json: string])[] = [
  ["/", "/v1"],
  ["/events?country.all=KZ,CN", "/v1/events?country.all=KZ,CN"],
  ["/participants", "/v1/participants"],
  ["/venues?kind=city", "/v1/venues?kind=city"],
  ["/quotes?mode=direct", "/v1/quotes?mode=direct"],
  ["/figures?kind=money", "/v1/figures?kind=money"],
  ["/sources", "/v1/sources"],
  ["/events/2023-10-17-tokayev-xi-talks", "/v1/events/2023-10-17-tokayev-xi-talks"],
  ["/participants/xi-jinping", "/v1/participants/xi-jinping"],
  ["/venues/great-eastern-hall", "/v1/venues/great-eastern-hall"],
  ["/quotes/2023-10-17-tokayev-on-cooperation", "/v1/quotes/2023-10-17-tokayev-on-cooperation"],
  ["/figures/2023-10-17-investment-volume", "/v1/figures/2023-10-17-investment-volume"],
  ["/sources/zakon-kz-2023-10-17", "/v1/sources/zakon-kz-2023-10-17"],
  ["/dyads?country=KZ", "/v1/dyads?country=KZ"],
  ["/dyads/cn/kz", "/v1/dyads/cn/kz"],
  ["/search?q=Beijing", "/v1/search?q=Beijing"],
  ["/timeline?type=visit", "/v1/timeline?type=visit"],
  ["/datasets", "/v1/datasets"],
  ["/stats/events?by=type,status", "/v1/stats/events?by=type,status"],
  ["/map?dataset=all", "/v1/stats/events?dataset=all&by=venue"],
];

describe("every kind of page", () => {
  test.each(PAGES)("GET %s is HTML in both languages, under a policy without inline code", async (page, json) => {
    for (const lang of ["en", "ru"]) {
      const { status, headers, text } = await open(
        lang === "en" ? page : `${page}${page.includes("?") ? "&" : "?"}lang=ru`,
      );
      expect(status).toBe(200);
      expect(text).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${lang}">`));
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(policy).toContain("connect-src 'none'");
      expect(text).not.toMatch(/<[^>]+ (?:style|on\w+)=|<style|<script(?! type="(?:module|application\/ld\+json)")/);
      expect(text).not.toMatch(/\[object |undefined|NaN/);
      expect(headers.get("link")).toContain(`<${json}>; rel="alternate"; type="application/json"`);
      expect(text.match(/<h1[ >]/g)).toHaveLength(1);
      const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      // What is asked for is of this server, and every fragment leads somewhere.
      const links = [...text.matchAll(/ (?:href|src|action)="([^"]+)"/g)].map(([, link = ""]) =>
        link.replaceAll("&amp;", "&"),
      );
      expect(links.filter((link) => !/^[/#]|^https?:/.test(link))).toEqual([]);
      const lost = links.filter((link) => link.startsWith("#") && !ids.includes(link.slice(1)));
      expect(lost).toEqual([]);
    }
  });

  test("a JSON answer names its page in Link, and the page is there", async () => {
    for (const [page, json] of PAGES.slice(1, -1)) {
      const { headers } = await server.get(json);
      expect(headers.link, json).toContain(`<${page}>; rel=alternate; type="text/html"`);
    }
    const { headers } = await server.get("/v1/events?type=talks&format=csv");
    expect(headers.link).toContain('</events?type=talks>; rel=alternate; type="text/html"');
  });

  test("the page of a quote or an event names its sources with their licences", async () => {
    const { text: quote } = await open("/quotes/2023-10-17-tokayev-on-cooperation");
    expect(quote).toContain("Source: zakon-kz: all rights reserved");
    const { text: talks } = await open("/events/2023-10-17-tokayev-xi-talks?lang=ru");
    expect(talks).toContain("Источники: zakon-kz: все права защищены; akorda: все права защищены");
  });

  test("a row of a bulk dataset shows its values under the one entry that says where they come from", async () => {
    const [{ id }] = (await server.get("/v1/events?dataset=us-visits&type=visit&limit=1")).json.data;
    const { text } = await open(`/events/${id}`);
    for (const part of ["date", "participants/0", "participants/0/role", "codes", "record"])
      expect(text).toContain(`id="${part}"`);
  });

  test("every link of the pages of the talks, of the pair and of a list answers", async () => {
    for (const page of ["/events/2023-10-17-tokayev-xi-talks", "/dyads/cn/kz", "/figures?lang=ru"]) {
      const { text } = await open(page);
      const links = [...text.matchAll(/ href="(\/[^"#]*)/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
      for (const link of new Set(links)) expect((await open(link)).status, `${page}: ${link}`).toBeLessThan(308);
    }
  });
});

describe("requests that a page sends elsewhere or refuses", () => {
  test.each([
    ["/events?contry=KZ&type=vist", ["contry", "type"]],
    ["/events?limit=0&lang=ru", ["limit"]],
    ["/dyads/kz/cn?from=2023-13", ["from"]],
    ["/search?q=a&dataset=nobody", ["dataset"]],
    ["/events/2023-10-17-tokayev-xi-talks?limit=1", ["limit"]],
    ["/datasets?lang=kz", ["lang"]],
  ])(
    "GET %s gives 400 with every fault, as a page for browsers and as a problem for programs",
    async (path, faults) => {
      const page = await open(path);
      expect([page.status, page.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
      for (const fault of faults) expect(page.text).toContain(`<code>${fault}</code>`);
      expect(page.headers.get("cache-control")).toBe("no-store");
      const { status, json } = await server.get(path);
      expect([status, json.errors.map(({ parameter }: { parameter: string }) => parameter).sort()]).toEqual([
        400,
        [...faults].sort(),
      ]);
    },
  );

  test("GET of an unknown id gives 404 with the nearest one, of a wrong address 404 too", async () => {
    const { status, text } = await open("/events/2023-10-17-tokayev-xi-talk");
    expect([status, text.includes("2023-10-17-tokayev-xi-talks")]).toEqual([404, true]);
    expect((await open("/nowhere")).text).toContain("<h1>");
    expect((await server.get("/nowhere", { accept: "application/json" })).json.status).toBe(404);
  });

  test("`format` leads to the API, a parameter without a value is left out, two states lead to their pair", async () => {
    const to = async (path: string) => {
      const { status, headers } = await open(path);
      return [status, headers.get("location")];
    };
    expect(await to("/events?type=talks&format=csv&lang=ru")).toEqual([307, "/v1/events?type=talks&format=csv"]);
    expect(await to("/events?q=&type=talks")).toEqual([307, "/events?type=talks"]);
    expect(await to("/dyads?a=KZ&b=CN&lang=ru")).toEqual([307, "/dyads/KZ/CN?lang=ru"]);
  });

  test("Accept that a page cannot answer gives 406", async () => {
    const { status, json } = await server.get("/events", { accept: "application/json" });
    expect([status, json.detail]).toEqual([406, expect.stringContaining("text/html")]);
  });

  test("GET /search without words asks for them", async () => {
    const { status, text } = await open("/search?dataset=all");
    expect([status, text.includes('name="q"'), text.includes('name="dataset" value="all"')]).toEqual([200, true, true]);
  });
});

describe("the words of lists", () => {
  test("languages are told by name, in facets and filters", async () => {
    const { text } = await open("/quotes?language=ru&lang=en");
    expect(text).toMatch(/<h1>.*quote/);
    expect(text).toContain("<bdi>Russian</bdi>");
    expect((await open("/quotes?language=ru&lang=ru")).text).toContain("<bdi>русский</bdi>");
  });

  test("the home page shows what was coded of any kind, and leads to the list of all of it", async () => {
    const { text } = await open("/");
    expect(text).toContain('href="/sources/zakon-kz-2023-10-17"');
    expect(text).toContain('<a href="/sources">All articles</a>');
  });

  test("a citation under no public address says what it lacks", async () => {
    expect((await open("/datasets")).text).not.toContain("public address");
    expect((await open("/figures/2023-10-17-investment-volume")).text).toContain("public address");
  });
});

describe("pages and assets in caches", () => {
  test("a page has an entity tag and gives 304, as its JSON does", async () => {
    const first = await server.get("/events?type=talks");
    const etag = first.headers.etag ?? "";
    expect(first.headers["cache-control"]).toBe("public, no-cache");
    expect((await server.get("/events?type=talks", { "if-none-match": etag })).status).toBe(304);
  });

  test("an asset is kept for ever, and a page asks for no other file", async () => {
    const { text } = await open("/sources/zakon-kz-2023-10-17");
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, asset = ""]) => asset);
    expect(assets).toHaveLength(2);
    for (const asset of assets) {
      const { status, headers } = await server.get(asset);
      expect([status, headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
    }
    expect((await open("/assets/site.css")).status).toBe(404);
  });
});

describe("addresses out of records", () => {
  test.each([
    ["https://example.org/a", true],
    ["HTTP://example.org", true],
    ["javascript:alert(1)", false],
    ["data:text/html,x", false],
    ["//example.org", false],
    ["https://", false],
  ])("%s is linked: %s", (address, linked) => {
    expect(isWeb(address)).toBe(linked);
  });

  test("words at the publisher are named by a text fragment, long ones by their ends", () => {
    expect(fragmentAt("https://example.org/a#b", "21 млрд, 30-летие")).toBe(
      `https://example.org/a#:~:text=21%20${encodeURIComponent("млрд,")}%2030%2D${encodeURIComponent("летие")}`,
    );
    const words = Array.from({ length: 20 }, (_, at) => `w${at}`).join(" ");
    expect(fragmentAt("https://example.org/", words)).toBe(
      "https://example.org/#:~:text=w0%20w1%20w2%20w3%20w4,w15%20w16%20w17%20w18%20w19",
    );
  });
});

describe("hostile strings in bulk data", () => {
  const MARKUP = `</title></script><img src=x onerror=alert(1)>"'&\u202egnp.exe`;
  let place: Server;
  let id = "";
  beforeAll(async () => {
    place = await startServer({ data: null });
    const [first] = invented(1);
    if (first === undefined) throw new Error("an invented event");
    id = `gdelt-${first.number}`;
    const writer = await openToWrite(place.place);
    await importing(writer, [keptOf({ ...first, text: MARKUP })], 1);
    await writer.close();
  });
  afterAll(() => place.stop());

  test("are text on every page that shows them, never markup", async () => {
    for (const path of [`/events/${id}`, `/events?ids=${id}`, "/events?dataset=all", "/timeline?dataset=all"]) {
      const { status, text } = await open(path, place.url);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toContain("<img");
      expect(text).toContain("&lt;img src=x");
      // A direction mark stays inside an isolate.
      expect(text).toMatch(/<bdi>[^<]*\u202egnp\.exe/);
    }
  });

  test("the map of the home page counts what has been loaded since, in each language", async () => {
    const mapOf = async (path: string) =>
      (await open(path, place.url)).text.split('id="h-map"')[1]?.split("</section>")[0];
    const maps = () => Promise.all(["/", "/?lang=ru"].map(mapOf));
    const before = await maps();
    expect(before[0]).toContain("<svg");
    const writer = await openToWrite(place.place);
    await load(writer, dataset("small", { events: [event("talks")] }));
    await writer.close();
    await vi.waitFor(async () => {
      for (const [at, after] of (await maps()).entries()) expect(after).not.toBe(before[at]);
    });
    expect(await maps()).toEqual(await maps());
  });
});
