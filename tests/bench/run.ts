// The bench: our server beside bare node:http sending the same bytes, and the time from start to first answer.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { availableParallelism, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Results, rewrite, SIDES, type SideName } from "./render.ts";

const QUESTION = "/v1/events?country=KZ";
const CONNECTIONS = 16;
const SECONDS = { warm: 1, measured: 8 };
/** The client renews a connection before the server's limit of 1,000 requests: autocannon heeds no `Connection: close`. */
const RENEWED = 900;
const STARTS = 5;
const PATIENCE = 20_000;
const RESULTS = "tests/bench/results.json";
const README = "README.md";

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

interface Side {
  readonly name: SideName;
  readonly port: number;
  /** Requests a second and the 99th percentile of latency in milliseconds, one a round. */
  readonly rounds: { readonly rate: number; readonly p99: number }[];
}

const started = new Set<ChildProcess>();
const folder = await mkdtemp(join(tmpdir(), "communique-bench-"));

function ask(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const raw = response.rawHeaders;
      const headers = raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : []));
      resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") });
    });
    request.once("error", reject);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a program of this folder under this Node, its output in a file. */
async function start(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const log = await open(join(folder, "log"), "a");
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", log.fd, "inherit"],
  });
  started.add(child);
  child.once("exit", () => started.delete(child));
  await log.close();
  return child;
}

/** Waits for the first 200. */
async function answering(port: number, path: string, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(2)) {
    if (child.exitCode !== null) throw new Error(`a server ended with ${child.exitCode} before it answered`);
    const answer = await ask(port, path).catch(() => null);
    if (answer?.status === 200) return;
  }
  throw new Error(`nothing answered ${path} within ${PATIENCE} ms`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** The real command, as `npm start` runs it. */
function serve(port: number, database: string, settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  return start(["src/cli.ts", "serve"], { HOST: "127.0.0.1", PORT: String(port), DATABASE_URL: database, ...settings });
}

async function autocannon(port: number, seconds: number): Promise<{ rate: number; p99: number }> {
  const args = ["--json", "-n", "-c", String(CONNECTIONS), "-d", String(seconds), "-D", String(RENEWED)];
  const child = spawn(
    process.execPath,
    ["node_modules/autocannon/autocannon.js", ...args, `http://127.0.0.1:${port}${QUESTION}`],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  started.add(child);
  child.once("exit", () => started.delete(child));
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  const result = JSON.parse(text);
  if (result.non2xx > 0 || result.errors > 0 || result["2xx"] === 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} requests failed`);
  return { rate: result.requests.average, p99: result.latency.p99 };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle - 1)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

const rounded = (number: number, digits = 0) => Number(number.toFixed(digits));

/** Milliseconds from spawning the command to its first 200, median. */
async function startUp(database: (turn: number) => string): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < STARTS; turn++) {
    const port = await freePort();
    const begun = performance.now();
    const child = await serve(port, database(turn), SETTINGS.quiet);
    await answering(port, "/readyz", child);
    times.push(performance.now() - begun);
    await stop(child);
  }
  return rounded(median(times));
}

/** The settings of our sides. */
const SETTINGS = {
  quiet: { LOG_LEVEL: "silent", LOG_REQUESTS: "false" },
  logged: { LOG_LEVEL: "info", LOG_FORMAT: "json", LOG_REQUESTS: "true" },
  unkept: { LOG_LEVEL: "silent", LOG_REQUESTS: "false", CACHE_BYTES: "0" },
} as const;

async function compare(): Promise<Pick<Results, "bytes" | "sides">> {
  const side = async (name: SideName): Promise<Side> => ({ name, port: await freePort(), rounds: [] });
  const [bare, quiet, logged] = [await side("bare"), await side("quiet"), await side("logged")];
  const sides = [bare, quiet, logged, await side("unkept")];
  for (const { name, port } of sides) {
    if (name !== "bare")
      await answering(port, "/readyz", await serve(port, join(folder, `${name}.db`), SETTINGS[name]));
  }

  // The second answer is one that was kept, as those measured are.
  await ask(quiet.port, QUESTION);
  const model = await ask(quiet.port, QUESTION);
  if (model.status !== 200) throw new Error(`${QUESTION} is answered with ${model.status}`);
  const own = ["date", "connection", "keep-alive"];
  const headers = model.headers.filter(([name]) => !own.includes(name.toLowerCase()));
  const file = join(folder, "answer.json");
  await writeFile(file, JSON.stringify({ headers, body: model.body }));
  await answering(bare.port, QUESTION, await start(["tests/bench/bare.ts", file, String(bare.port)], {}));
  const copy = await ask(bare.port, QUESTION);
  const namesOf = (answer: Answer) => answer.headers.map(([name]) => name.toLowerCase()).sort();
  if (copy.body !== model.body || namesOf(copy).join() !== namesOf(model).join())
    throw new Error("the two sides send different answers");

  for (const order of [sides, sides.toReversed()]) {
    for (const { name, port, rounds } of order) {
      await autocannon(port, SECONDS.warm);
      const round = await autocannon(port, SECONDS.measured);
      rounds.push(round);
      console.log(`  ${name.padEnd(7)} ${rounded(round.rate)} requests/s, p99 ${round.p99} ms`);
    }
  }
  const rate = ({ rounds }: Side) => median(rounds.map((round) => round.rate));
  const summary = sides.map((one) => {
    const p99 = median(one.rounds.map((round) => round.p99));
    return [one.name, { rate: rounded(rate(one)), ratio: rounded(rate(one) / rate(bare), 2), p99 }] as const;
  });
  return { bytes: Buffer.byteLength(model.body), sides: Object.fromEntries(summary) };
}

async function main(): Promise<void> {
  const load = rounded(loadavg()[0] ?? 0, 1);
  console.log(`${QUESTION}, ${CONNECTIONS} connections, two rounds of ${SECONDS.measured} s a side:`);
  const { bytes, sides } = await compare();
  for (const child of [...started]) await stop(child);
  const startMs = {
    fresh: await startUp((turn) => join(folder, `fresh-${turn}.db`)),
    existing: await startUp(() => join(folder, "quiet.db")),
  };
  const machine = {
    cores: availableParallelism(),
    memoryGiB: rounded(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    load,
  };
  const day = new Date().toISOString().slice(0, 10);
  const asked = { question: QUESTION, bytes, connections: CONNECTIONS, seconds: SECONDS.measured };
  const results: Results = { day, machine, ...asked, sides, startMs };
  for (const [name, words] of Object.entries(SIDES)) console.log(`\n${words}: ${JSON.stringify(sides[name])}`);
  console.log(`\nfirst answer: ${startMs.fresh} ms on a fresh database, ${startMs.existing} ms on an existing one`);
  await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(README, rewrite(await readFile(README, "utf8"), results));
  console.log(`written: ${RESULTS}, ${README}`);
}

async function end(): Promise<void> {
  for (const child of [...started]) await stop(child);
  await rm(folder, { recursive: true, force: true });
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void end().then(() => process.exit(130)));
await main().finally(end);
