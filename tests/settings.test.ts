// Settings: defaults, good and bad values of each, all faults at once, and the table in docs/reference.md.
import { describe, expect, test } from "vitest";
import { loadSettings, SETTINGS, type SettingName, type Settings } from "../src/config.ts";
import { tableOf, textOf } from "./documents/markdown.ts";

interface Row {
  readonly fallback: unknown;
  /** What may be given, and what it is read as. */
  readonly good: readonly (readonly [string, unknown])[];
  /** What is refused, and a word of the reason. */
  readonly bad: readonly (readonly [string, RegExp])[];
}

const number = (fallback: number, least: number, most: number): Row => ({
  fallback,
  good: [
    [String(least), least],
    [String(most), most],
  ],
  bad: [
    ...(least > 0 ? [[String(least - 1), /too small/i] as const] : []),
    [String(most + 1), /too big|whole number/i],
    ["-1", /whole number/],
    ["1.5", /whole number/],
    ["1e3", /whole number/],
    [" 80", /whole number/],
    ["10s", /whole number/],
  ],
});

const word = (fallback: string, ...words: string[]): Row => ({
  fallback,
  good: words.map((one) => [one, one]),
  bad: [
    ["loud", new RegExp(`"${words.at(-1)}"`)],
    [fallback.toUpperCase(), /"/],
  ],
});

const flag = (fallback: boolean): Row => ({
  fallback,
  good: [
    ["true", true],
    ["false", false],
  ],
  bad: [
    ["0", /"false"/],
    ["no", /"false"/],
  ],
});

const ROWS: Readonly<Record<SettingName, Row>> = {
  HOST: { fallback: "127.0.0.1", good: [["0.0.0.0", "0.0.0.0"]], bad: [] },
  PORT: number(3000, 0, 65_535),
  WORKERS: number(1, 1, 256),
  DATABASE_URL: {
    fallback: "var/communique.db",
    good: [
      ["sqlite:var/other.db", "var/other.db"],
      ["sqlite:/var/lib/communique/communique.db", "/var/lib/communique/communique.db"],
      ["some/file.db", "some/file.db"],
      ["/some/file.db", "/some/file.db"],
      ["C:/some/file.db", "C:/some/file.db"],
      ["postgres://localhost/communique", "postgres://localhost/communique"],
      ["postgres://localhost/a?sslrootcert=package.json", "postgres://localhost/a?sslrootcert=package.json"],
      ["postgresql://me:secret@db.example:5433/news", "postgresql://me:secret@db.example:5433/news"],
    ],
    bad: [
      ["postgres://local host/communique", /sqlite:<path>.*postgres:/],
      ["mysql://localhost/communique", /sqlite:<path>.*postgres:/],
      ["file:some.db", /sqlite:<path>.*postgres:/],
      ["sqlite:", /names no file/],
      ["a\0b", /names no file/],
      ["postgres://me:secretpw@localhost/a?sslrootcert=/nope&sslkey=/none", /file for sslrootcert, sslkey/],
      ["postgres//user:secretpw@host/db", /without \/\/ and @/],
      ["me:secretpw@host/db", /postgres:/],
      ["postgres://user:secretpw@x@host:abc/db", /sqlite:<path>.*postgres:/],
    ],
  },
  DATA_DIR: { fallback: "data", good: [["elsewhere/data", "elsewhere/data"]], bad: [] },
  PUBLIC_URL: {
    fallback: "",
    good: [
      ["https://api.example.org", "https://api.example.org"],
      ["http://127.0.0.1:3000/", "http://127.0.0.1:3000"],
      ["https://example.org/news//", "https://example.org/news"],
      ["http://пример.рф", "http://xn--e1afmkfd.xn--p1ai"],
      ["HTTPS://Example.org:443/Новости", "https://example.org/%D0%9D%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"],
    ],
    bad: [
      ["example.org", /http or https URL/],
      ["ftp://example.org", /http or https URL/],
      ["https://example.org/?", /without query/],
      ["https://example.org/#top", /without query/],
      ["https://me:secretpw@example.org", /credentials/],
      ["https://me@example.org", /credentials/],
    ],
  },
  MCP: flag(true),
  MCP_ORIGINS: {
    fallback: [],
    good: [["https://app.example/, http://localhost:5173", ["https://app.example", "http://localhost:5173"]]],
    bad: [
      ["app.example", /must be origins/],
      ["https://app.example/path", /must be origins/],
    ],
  },
  TRUST_PROXY: {
    fallback: false,
    good: [
      ["true", true],
      ["false", false],
      ["1", 1],
      ["99", 99],
      ["10.0.0.1", ["10.0.0.1"]],
      ["10.0.0.0/8, 2001:db8::/32,loopback", ["10.0.0.0/8", "2001:db8::/32", "loopback"]],
    ],
    bad: [
      ["0", /a number of proxies/],
      ["100", /a number of proxies/],
      ["yes", /true, false/],
      ["10.0.0.0/33", /addresses and subnets/],
      ["10.0.0.0/", /addresses and subnets/],
      ["10.0.0.1,proxy", /addresses and subnets/],
      ["10.0.0.0/0", /addresses and subnets/],
    ],
  },
  LOG_LEVEL: word("info", "fatal", "error", "warn", "info", "debug", "trace", "silent"),
  LOG_FORMAT: word("auto", "auto", "json", "pretty"),
  LOG_REQUESTS: flag(true),
  METRICS: word("public", "public", "private"),
  CACHE_BYTES: number(67_108_864, 0, 999_999_999),
  CACHE_SECONDS: number(0, 0, 31_536_000),
  RATE_LIMIT: number(600, 0, 1_000_000),
  RATE_WINDOW: number(60, 1, 86_400),
  RATE_LIMIT_LOOPBACK: flag(false),
  QUERY_LIMIT: number(1_000, 1, 600_000),
  CONNECTIONS: number(10, 1, 1_000),
  READERS: number(2, 1, 64),
  EXPORTS: number(4, 1, 64),
  CLIENT_EXPORTS: number(2, 0, 64),
  SEND_TIMEOUT: number(90_000, 1, 86_400_000),
  MAX_CONNECTIONS: number(1_000, 1, 100_000),
  MAX_REQUESTS: number(100, 1, 100_000),
  MAX_DELAY: number(250, 1, 60_000),
  CLIENT_CONNECTIONS: number(250, 0, 100_000),
  KEEP_ALIVE: number(10_000, 1, 600_000),
  SHUTDOWN: number(10_000, 1, 600_000),
};

const NAMES = Object.keys(SETTINGS) as SettingName[];
const read = (name: SettingName, text: string): Settings[SettingName] => loadSettings({ [name]: text })[name];

describe.each(NAMES)("setting %s", (name) => {
  const { fallback, good, bad } = ROWS[name];
  test("an unset or empty variable gives the default", () => {
    expect(loadSettings({})[name]).toEqual(fallback);
    expect(read(name, "")).toEqual(fallback);
  });
  test.each(good)("the value %j is accepted", (text, value) => expect(read(name, text)).toEqual(value));
  test.each(bad)("the value %j is refused", (text, reason) => {
    const secret = name === "DATABASE_URL" || text.includes("@");
    expect(() => read(name, text)).toThrow(secret ? `${name}: ` : `${name}=${JSON.stringify(text)}: `);
    expect(() => read(name, text)).toThrow(reason);
    expect(() => read(name, text)).not.toThrow("secretpw");
  });
});

test("loadSettings: every wrong setting is reported at once, one a line", () => {
  const wrong = {
    PORT: "http",
    LOG_LEVEL: "loud",
    SHUTDOWN: "never",
    DATABASE_URL: "postgres://me:secret@local host/a",
  };
  let message = "";
  try {
    loadSettings(wrong);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).not.toContain("secret");
  const lines = message.split("\n");
  expect(lines[0]).toBe("wrong settings:");
  expect(lines.slice(1).map((line) => /^\w+/.exec(line.trim())?.[0])).toEqual([
    "PORT",
    "DATABASE_URL",
    "LOG_LEVEL",
    "SHUTDOWN",
  ]);
});

test("loadSettings: other environment variables are ignored", () => {
  expect(loadSettings({ PATH: "/usr/bin", PORTS: "x" })).toEqual(loadSettings({}));
});

test("docs/reference.md has each setting with its default and meaning, and no other", () => {
  const declared = NAMES.map((name) => [name, SETTINGS[name].fallback, SETTINGS[name].meaning]);
  expect(tableOf(textOf("docs/reference.md"), "name", "default", "meaning")).toEqual(declared);
});
