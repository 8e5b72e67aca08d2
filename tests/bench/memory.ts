// Memory: time from start to the first answer, and what is resident while serving, after many questions, in an export.
import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../support/cluster.ts";
import { answering, resident, stop } from "./processes.ts";
import { PATHS } from "./questions.ts";
import { drive, type Pace } from "./rates.ts";
import { median, type Results, rounded } from "./results.ts";
import { type Data, launch, type Server, serve } from "./sides.ts";

const STARTS = 5;

/** Milliseconds from spawning the command to its first list of the imported events, median. */
export async function measureStart({ events, ours, facts }: Data): Promise<NonNullable<Results["start"]>> {
  const path = PATHS.repeated.ours?.(facts, 0) ?? "";
  // The first start loads the curated records; those measured find them there.
  await stop((await serve(ours)).child);
  const times: number[] = [];
  for (let turn = 0; turn < STARTS; turn++) {
    const port = await freePort();
    const begun = performance.now();
    const child = await launch(port, ours);
    await answering(port, path, child);
    times.push(performance.now() - begun);
    await stop(child);
  }
  return { events, ms: rounded(median(times)) };
}

/** Looks at a server's memory while something goes on. */
async function watching<T>({ child }: Server, work: Promise<T>): Promise<{ result: T; seen: number[] }> {
  const seen: number[] = [await resident(child)];
  let going = true;
  const watch = (async () => {
    while (going) {
      await wait(200);
      seen.push(await resident(child));
    }
  })();
  try {
    return { result: await work, seen };
  } finally {
    going = false;
    await watch;
  }
}

export async function measureMemory(data: Data, pace: Pace, queries: number): Promise<NonNullable<Results["memory"]>> {
  const server = await serve(data.ours);
  const { connections, seconds } = pace;
  await drive(server, "first", data.facts, { first: 0, connections, seconds });
  const served = await resident(server.child);
  await stop(server.child);

  const fresh = await serve(data.ours);
  const half = Math.ceil(queries / 2);
  // The limit is the number of questions, not time.
  const order = { connections, seconds: 36_000, most: half };
  const one = await watching(fresh, drive(fresh, "mixed", data.facts, { first: 0, ...order }));
  const middle = await resident(fresh.child);
  const two = await watching(fresh, drive(fresh, "mixed", data.facts, { first: half, ...order }));
  const after = await resident(fresh.child);
  await stop(fresh.child);
  const peak = Math.max(...one.seen, ...two.seen);
  const asked = one.result.answers + two.result.answers;
  return { events: data.events, resident: served, queries: asked, before: one.seen[0] ?? 0, half: middle, after, peak };
}

const SLOW = { milliseconds: 15_000, chunk: 65_536, pause: 20 };

/** Reads everything as CSV, at first 64 KiB every 20 ms, then as fast as it comes. */
async function readSlowly(port: number): Promise<{ rows: number; bytes: number; seconds: number }> {
  const begun = performance.now();
  const asking = request({ host: "127.0.0.1", port, path: "/v1/events?dataset=gdelt&format=csv", agent: false });
  asking.end();
  const [response] = await once(asking, "response");
  if (response.statusCode !== 200) throw new Error(`the export is answered with ${response.statusCode}`);
  let [bytes, rows, owed] = [0, -1, 0];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    owed += chunk.length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++;
    if (owed < SLOW.chunk || performance.now() - begun > SLOW.milliseconds) continue;
    await wait(SLOW.pause);
    owed -= SLOW.chunk;
  }
  return { rows, bytes, seconds: (performance.now() - begun) / 1_000 };
}

export async function measureExport(data: Data): Promise<NonNullable<Results["export"]>> {
  const server = await serve(data.ours);
  // A server that has just started grows by itself, whatever it is asked: what the export takes comes on top of that.
  await drive(server, "first", data.facts, { first: 0, connections: 4, seconds: 10 });
  const { result, seen } = await watching(server, readSlowly(server.port));
  await stop(server.child);
  return {
    rows: result.rows,
    mebibytes: rounded(result.bytes / 2 ** 20),
    slowSeconds: SLOW.milliseconds / 1_000,
    seconds: rounded(result.seconds, 1),
    before: seen[0] ?? 0,
    peak: Math.max(...seen),
  };
}
