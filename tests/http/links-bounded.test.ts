// Link headers stay under what proxies read; what is too long for them stands in the body.
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
