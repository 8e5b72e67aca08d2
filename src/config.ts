// Settings: each once, with its name, type, default and meaning.
//
// A setting is an environment variable; each is declared once, and `docs/reference.md` and the help of `serve` are made
// from the table. All wrong settings are told at once, before anything starts.
//
// Nobody is believed about the client's address unless `TRUST_PROXY` says whom. Of what is forwarded only
// `X-Forwarded-For` counts, and only for the rate limit; host and protocol are `PUBLIC_URL`'s. A number of proxies or
// their addresses are safer than `true`, with which a client that writes the header itself is whoever it likes.
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { z } from "zod";

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most));

const setting = <T extends z.ZodType>(type: T, fallback: string, meaning: string) => ({ type, fallback, meaning });

/** What of an address of PostgreSQL names a file. */
const TLS_FILES = ["sslrootcert", "sslcert", "sslkey"];

/** `postgres://…` as it is; `sqlite:<path>`, or a bare path taken as one, as the path. */
const DatabaseUrl = z.string().transform((text, context) => {
  if (/^postgres(?:ql)?:\/\//i.test(text) && URL.canParse(text)) {
    const { searchParams } = new URL(text);
    const missing = TLS_FILES.filter((name) => !existsSync(searchParams.get(name) ?? "."));
    if (missing.length === 0) return text;
    context.addIssue({ code: "custom", message: `names a file for ${missing.join(", ")} that is not there` });
    return z.NEVER;
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(text) && !text.startsWith("sqlite:")) {
    const message = "must be sqlite:<path>, a path, or postgres://user:password@host:port/database";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
  const path = text.replace(/^sqlite:/, "");
  // Such a path is an address of PostgreSQL with a typing error in it, and often a password.
  if (path.includes("//") || path.includes("@")) {
    context.addIssue({
      code: "custom",
      message: "must be a path without // and @, or postgres://user:password@host:port/database",
    });
    return z.NEVER;
  }
  // A database in memory is another one for each connection.
  if (path === "" || path.includes("\0") || path.startsWith(":memory:")) {
    context.addIssue({ code: "custom", message: "names no file" });
    return z.NEVER;
  }
  return path;
});

/** As `new URL()` writes it: a name of other letters in its ASCII form; an origin and a path, nothing else. */
const PublicUrl = z.string().transform((text, context) => {
  if (text === "") return "";
  const fault = (message: string) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return fault("must be an http or https URL");
  if (/[?#]/.test(text) || url.username !== "" || url.password !== "") {
    return fault("must be an origin and a path, without query, fragment or credentials");
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
});

/** Words for networks (https://www.npmjs.com/package/proxy-addr), an address, or a subnet. */
function isProxy(text: string): boolean {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (["loopback", "linklocal", "uniquelocal"].includes(text)) return true;
  const version = isIP(address);
  return version !== 0 && Number(bits ?? 1) >= 1 && Number(bits ?? 1) <= (version === 4 ? 32 : 128);
}

/** Whom to believe: nobody, everybody, so many proxies from the nearest on, or those at these addresses. */
const Proxies = z.string().transform((text, context): boolean | number | string[] => {
  if (text === "true" || text === "false") return text === "true";
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  const list = text.split(",").map((one) => one.trim());
  if (list.every(isProxy)) return list;
  const message = "must be true, false, a number of proxies, or addresses and subnets with commas between";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** Origins as `new URL()` writes them: scheme, name and port. */
const Origins = z.string().transform((text, context): string[] => {
  const list = text.split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
  if (list.every((one) => /^https?:\/\/[^/?#@]+\/?$/.test(one) && URL.canParse(one)))
    return list.map((one) => new URL(one).origin);
  context.addIssue({ code: "custom", message: "must be origins, such as https://app.example, with commas between" });
  return z.NEVER;
});

const flag = z.enum(["true", "false"]).transform((word) => word === "true");

/** The table from which the types, the parser and the settings table of docs/reference.md come. */
export const SETTINGS = {
  HOST: setting(z.string().min(1), "127.0.0.1", "Address to listen on; `0.0.0.0` listens on all."),
  PORT: setting(whole(0, 65535), "3000", "Port to listen on; 0 takes a free one."),
  WORKERS: setting(
    whole(1, 256),
    "1",
    "Number of server processes on the port. Each has its own cache, connections, readers, rate limits and metrics.",
  ),
  DATABASE_URL: setting(
    DatabaseUrl,
    "sqlite:var/communique.db",
    "The database: `sqlite:<path>`, a bare path, or `postgres://user:password@host:port/database`.",
  ),
  DATA_DIR: setting(
    z.string().min(1),
    "data",
    "Directory with the curated data: bundles, register and reference tables.",
  ),
  PUBLIC_URL: setting(
    PublicUrl,
    "",
    "URL under which users reach the server; links then begin with it. Without it, links are paths.",
  ),
  TRUST_PROXY: setting(
    Proxies,
    "false",
    "Proxies whose `X-Forwarded-For` header is believed: `true` for all, a number of proxies, or their addresses and subnets.",
  ),
  LOG_LEVEL: setting(
    z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    "info",
    "Least level that is logged: fatal, error, warn, info, debug, trace or silent.",
  ),
  LOG_FORMAT: setting(
    z.enum(["auto", "json", "pretty"]),
    "auto",
    "`json` for JSON lines, `pretty` for text, `auto` for text on a terminal and JSON elsewhere.",
  ),
  LOG_REQUESTS: setting(flag, "true", "Whether each request is logged in one line."),
  METRICS: setting(
    z.enum(["public", "private"]),
    "public",
    "Who may read `/metrics`: `public` for everybody, `private` for this machine and private networks; others get a 404.",
  ),
  MCP: setting(flag, "true", "Whether `/mcp` answers assistants (Model Context Protocol)."),
  MCP_ORIGINS: setting(
    Origins,
    "",
    "Origins of pages that may ask `/mcp`, beside the server's own, with commas between; programs send none.",
  ),
  CACHE_BYTES: setting(whole(0, 999_999_999), "67108864", "Size of the response cache in bytes; 0 turns it off."),
  CACHE_SECONDS: setting(
    whole(0, 31_536_000),
    "0",
    "Seconds for which clients and proxies may reuse an answer without asking (`max-age`); with 0 they ask each time and get a 304.",
  ),
  RATE_LIMIT: setting(
    whole(0, 1_000_000),
    "600",
    "Number of requests that a client may make to one process in a window; 0 for no limit.",
  ),
  RATE_WINDOW: setting(whole(1, 86_400), "60", "Length of the window of the rate limit, in seconds."),
  RATE_LIMIT_LOOPBACK: setting(flag, "false", "Whether the rate limit applies to clients on the same machine too."),
  QUERY_LIMIT: setting(
    whole(1, 600_000),
    "1000",
    "Time limit of a query, in milliseconds; a longer one is cancelled and answered with a 503.",
  ),
  CONNECTIONS: setting(
    whole(1, 1000),
    "10",
    "Size of the connection pool for short queries on PostgreSQL; SQLite is queried in the server process.",
  ),
  READERS: setting(
    whole(1, 64),
    "2",
    "Number of processes (on PostgreSQL, connections) for slow queries; each starts when it is first needed.",
  ),
  EXPORTS: setting(
    whole(1, 64),
    "4",
    "Number of exports of more than a thousand records at the same time, each with a process (on PostgreSQL, a connection) of its own; a further one gets a 503.",
  ),
  CLIENT_EXPORTS: setting(
    whole(0, 64),
    "2",
    "Number of those from one client, by address or IPv6 /64, this machine's included; a further one gets a 429. 0 for no limit.",
  ),
  SEND_TIMEOUT: setting(
    whole(1, 86_400_000),
    "90000",
    "Time in milliseconds in which a client must take 8 KiB of an answer that waits for it; the connection of one that takes less is reset.",
  ),
  MAX_CONNECTIONS: setting(
    whole(1, 100000),
    "1000",
    "Number of open client connections; for a further one the connection that has been idle for longest is closed, and only where none is idle it gets a 503.",
  ),
  MAX_REQUESTS: setting(
    whole(1, 100000),
    "100",
    "Number of requests in progress at a time; further ones wait, and get a 503 at once while the server is late (`MAX_DELAY`).",
  ),
  MAX_DELAY: setting(
    whole(1, 60000),
    "250",
    "Time in milliseconds that a request may wait for its turn; one that has waited longer gets a 503. `/livez` does not wait.",
  ),
  CLIENT_CONNECTIONS: setting(
    whole(0, 100000),
    "250",
    "Number of open connections from one client, by address or IPv6 /64; a further one gets a 429. 0 for no limit. Proxies in `TRUST_PROXY` are not counted, nor is this machine unless `RATE_LIMIT_LOOPBACK` is true.",
  ),
  KEEP_ALIVE: setting(
    whole(1, 600000),
    "10000",
    "Time in milliseconds after which an idle connection is closed; make it longer than the proxy's.",
  ),
  SHUTDOWN: setting(
    whole(1, 600000),
    "10000",
    "Time in milliseconds that requests in flight have to finish after SIGTERM.",
  ),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Settings = { readonly [K in SettingName]: z.infer<(typeof SETTINGS)[K]["type"]> };

/** A setting as it may be repeated: not at all where it may have a password in it. */
function shown(name: string, given: string | undefined): string {
  const secret = name === "DATABASE_URL" || given?.includes("@") === true;
  return given === undefined || secret ? name : `${name}=${JSON.stringify(given)}`;
}

/**
 * Reads all settings from an environment.
 * @throws Error whose message lists every wrong setting, one a line
 */
export function loadSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, { type, fallback }] of Object.entries(SETTINGS)) {
    const given = environment[name];
    const result = (type as z.ZodType).safeParse(given === undefined || given === "" ? fallback : given);
    if (result.success) values[name] = result.data;
    else for (const issue of result.error.issues) faults.push(`${shown(name, given)}: ${issue.message}`);
  }
  if (faults.length > 0) throw new Error(`wrong settings:\n  ${faults.join("\n  ")}`);
  return values as Settings;
}
