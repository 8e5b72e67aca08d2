// TRUST_PROXY: whose X-Forwarded-For is believed for rate limits, and that no other forwarded header counts.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";
import { ask } from "./bytes.ts";

const EVENTS = "/v1/events?limit=1";
/** The proxy's own address; another one stands for a client that asks without it. */
const PROXY = "127.0.2.1";

/** What is left to whom a request is counted for; null for whom nothing is counted. */
async function left(url: string, forwarded: string | null, from = PROXY): Promise<string | null> {
  const headers = forwarded === null ? {} : { "x-forwarded-for": forwarded };
  const answer = await ask(url, EVENTS, headers, "GET", "", from);
  expect([200, 429]).toContain(answer.status);
  return /;r=(\d+)/.exec(answer.headers.ratelimit ?? "")?.[1] ?? null;
}

function limited(TRUST_PROXY: string, RATE_LIMIT_LOOPBACK = "true") {
  return useServer({ settings: { RATE_LIMIT: "9", RATE_WINDOW: "600", RATE_LIMIT_LOOPBACK, TRUST_PROXY } });
}

describe("TRUST_PROXY=false", () => {
  const server = limited("false");
  test("requests count for the address that connects, whatever is forwarded", async () => {
    for (const [at, forwarded] of [null, "203.0.113.1", "203.0.113.2, 203.0.113.3"].entries()) {
      expect(await left(server.url, forwarded)).toBe(String(8 - at));
    }
  });
});

describe("TRUST_PROXY=true", () => {
  const server = limited("true", "false");
  test("requests count for the first address of X-Forwarded-For", async () => {
    expect(await left(server.url, "203.0.113.1")).toBe("8");
    expect(await left(server.url, "203.0.113.2")).toBe("8");
    expect(await left(server.url, "203.0.113.1, 203.0.113.9")).toBe("7");
    expect(await left(server.url, "2001:db8::1")).toBe("8");
    expect(await left(server.url, "2001:db8::2")).toBe("7");
  });
  test("a loopback address in X-Forwarded-For is not limited", async () =>
    expect(await left(server.url, null)).toBeNull());
  test.each(["unknown", "203.0.113.4:5678", "[2001:db8::1]:80", "::::", "a".repeat(500), '"', "::ffff:1.2.3"])(
    "X-Forwarded-For: %j is an address as it stands",
    async (forwarded) => expect(await left(server.url, forwarded)).toMatch(/^[0-8]$/),
  );
  test("X-Forwarded-For: an address counts without its port and brackets", async () => {
    expect(await left(server.url, "198.51.100.77:41000")).toBe("8");
    expect(await left(server.url, "198.51.100.77:41001")).toBe("7");
    expect(await left(server.url, "198.51.100.77")).toBe("6");
    expect(await left(server.url, "[2001:db8:7::1]:41000, 203.0.113.9:80")).toBe("8");
    expect(await left(server.url, "[2001:db8:7::2]")).toBe("7");
    expect(await left(server.url, "2001:db8:7::3")).toBe("6");
  });
  test("X-Forwarded-Host, -Port and -Proto change no link", async () => {
    const forged = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "gopher",
      "x-forwarded-port": "70",
      "x-forwarded-for": "203.0.113.200",
    };
    for (const path of ["/v1", EVENTS, "/openapi.json", "/", "/nowhere", "/v1/events?contry=KZ"]) {
      const { headers, body } = await ask(server.url, path, forged, "GET", "", PROXY);
      expect(`${JSON.stringify(headers)}${body}`, path).not.toMatch(/evil|gopher/);
    }
  });
});

describe("TRUST_PROXY=1", () => {
  const server = limited("1");
  test("the address that the nearest proxy adds counts, and not what the client sent", async () => {
    expect(await left(server.url, "203.0.113.1")).toBe("8");
    expect(await left(server.url, "198.51.100.7, 203.0.113.1")).toBe("7");
    expect(await left(server.url, "198.51.100.8, 203.0.113.1")).toBe("6");
  });
});

describe("TRUST_PROXY with addresses", () => {
  const server = limited("127.0.2.0/24, 203.0.113.99");
  test("X-Forwarded-For is believed from those proxies", async () => {
    expect(await left(server.url, "203.0.113.1")).toBe("8");
    expect(await left(server.url, "203.0.113.1, 203.0.113.99", "127.0.2.200")).toBe("7");
    expect(await left(server.url, "198.51.100.7, 203.0.113.1")).toBe("6");
    expect(await left(server.url, "203.0.113.1:5000, 203.0.113.99:6000", "127.0.2.200")).toBe("5");
  });
  test("X-Forwarded-For is ignored from all others", async () => {
    const client = "127.0.3.1";
    for (const [at, forwarded] of ["203.0.113.5", "203.0.113.6", null].entries()) {
      expect(await left(server.url, forwarded, client)).toBe(String(8 - at));
    }
  });
});
