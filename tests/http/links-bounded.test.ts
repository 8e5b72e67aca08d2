// Link headers stay under what proxies read; what is too long for them stands in the body.
import fc from "fast-check";
import LinkHeader from "http-link-header";
import { expect, test } from "vitest";
import { LINK_MOST, linkHeader } from "../../src/formats/envelope.ts";
import { useServer } from "../support/server.ts";
import { ask } from "./bytes.ts";

const server = useServer();
const ids = (count: number) => Array.from({ length: count }, (_, at) => `2023-10-17-an-invented-event-${at}`).join(",");

test("a Link that is too long is left out, first the page, then `self`, then the header; the body has both links", async () => {
  for (const [count, rels] of [
    [10, ["self", "next", "alternate"]],
    [16, ["self", "next"]],
    [25, ["next"]],
    [45, []],
  ] as const) {
    const path = `/v1/events?relatedTo=!${ids(count)}&partOf=!${ids(count)}&limit=1`;
    const { status, headers, body } = await ask(server.url, path);
    expect(status).toBe(200);
    const link = headers.link ?? "";
    expect(link.length).toBeLessThanOrEqual(LINK_MOST);
    expect([...link.matchAll(/rel="?(\w+)/g)].map(([, rel]) => rel)).toEqual(rels);
    const { links } = JSON.parse(body.toString());
    expect(links.self).toContain(`-${count - 1}`);
    expect(links.next).toContain("cursor=");
  }
});

test("a Link header has the longest allowed length, or is left out", () => {
  const link = (length: number) => ({ self: "/", next: `/${"a".repeat(length)}` });
  const next = "</>; rel=next".length;
  expect(linkHeader(link(LINK_MOST - next))).toHaveLength(LINK_MOST);
  expect(linkHeader(link(LINK_MOST - next + 1))).toBeNull();
  expect(linkHeader({ self: `/${"a".repeat(LINK_MOST)}`, next: null })).toBeNull();
});

test("a Link header is written as the library writes it, whatever the relations and addresses are (property)", () => {
  const uri = fc.stringMatching(/^\/v1\/[\w.!~*'(),=&?%:@/-]{0,60}$/);
  const links = fc.dictionary(fc.constantFrom("self", "next", "describedby"), fc.option(uri));
  fc.assert(
    fc.property(links, fc.option(uri), (given, page) => {
      const entries = Object.entries(given).flatMap(([rel, one]) => (one === null ? [] : [{ rel, uri: one }]));
      const header = new LinkHeader();
      for (const one of entries) header.set(one);
      if (page !== null && entries.length > 0) header.set({ rel: "alternate", uri: page, type: "text/html" });
      expect(linkHeader(given, page)).toBe(entries.length === 0 ? null : header.toString());
    }),
  );
});
