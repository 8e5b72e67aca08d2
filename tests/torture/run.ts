// The torture by hand: the whole attack or some of its parts, or as many generated requests as one likes.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startCluster } from "../support/cluster.ts";
import { useCluster } from "../support/databases.ts";
import { startServer } from "../support/server.ts";
import { compareBuilds, told } from "./against.ts";
import { alikePlace } from "./alike.ts";
import { attack, PARTS } from "./attack/run.ts";
import { buildOf, CURRENT } from "./builds.ts";
import { drive, prepare } from "./drive.ts";
import { longTexts } from "./long.ts";
import { MATERIAL } from "./material.ts";
import { missed, overload, toldOverload } from "./overload.ts";
import { THREAD_MOST, timeRoutes } from "./routes.ts";
import { toldWalks, walk } from "./walk.ts";

const USAGE = `usage: npm run torture -- [--only power,disk] [--seconds 60] [--seed 1]
       npm run torture -- --runs 100000 [--seed 1] [--url http://127.0.0.1:3000] [--path 12:0:3]
       npm run torture -- --engines [--runs 20000] [--seed 1] [--path 12:0:3]
       npm run torture -- --against main [--requests 1000] [--seed 1] [--engine sqlite|postgres|both] [--minutes 20]
       npm run torture -- --walk [--against main] [--entries]
       npm run torture -- --routes [--rows 100000]
       npm run torture -- --overload [--rows 20000] [--seconds 10]
  --only     parts of the attack, all when not given: ${Object.keys(PARTS).join(", ")}
  --seconds  that each part tries further things for (60); with --overload, that each multiple is offered for (10)
  --runs     generated requests to make (10000)
  --seed     where chance begins (a new one each time)
  --url      a server that runs; a new one with invented records beside the curated ones when not given
  --engines  new servers with the same data, one on SQLite, one on PostgreSQL, which must answer alike
  --path     repeats one failure, with the seed that it told
  --against  a commit whose build must answer as the working tree does, to the byte, over the same data
  --requests questions asked of both builds (1000), each with its next step
  --engine   on which database (both)
  --minutes  when it gives up (20)
  --walk     counts the functions and files that a list and a record go through, of this and of another build
  --entries  names them in their order
  --routes   measures how long each route holds the thread of the server, over many events
  --overload offers multiples of the capacity on a fixed clock, and tells what is answered and when
  --rows     events beside the usual data (100000; 20000 for --overload)`;

const whole = (text: string) => {
  if (!/^-?\d{1,10}$/.test(text)) throw new Error(`${text} is no whole number`);
  return Number(text);
};

/** What is tortured. */
interface Servers {
  readonly url: string;
  /** Where the other one is, which must answer alike. */
  readonly against?: string;
  stop(): Promise<void>;
}

async function serversFor({ url, engines = false }: { url?: string; engines?: boolean }): Promise<Servers> {
  if (url !== undefined && engines) throw new Error("--url and --engines do not go together");
  if (url !== undefined) return { url, stop: async () => {} };
  if (!engines) return startServer({ bulk: false, datasets: MATERIAL });
  const cluster = await startCluster();
  useCluster(cluster.url("postgres"));
  const places = [await alikePlace("sqlite"), await alikePlace("postgres")] as const;
  const one = await startServer({ place: places[0].url });
  const other = await startServer({ place: places[1].url });
  return {
    url: one.url,
    against: other.url,
    async stop() {
      await Promise.all([one.stop(), other.stop()]);
      for (const place of places) await place.remove();
      await cluster.stop();
    },
  };
}

/** Compares the working tree with the build of a commit; 1 where any answer is different. */
async function against(
  ref: string,
  {
    requests,
    seed,
    engine = "both",
    minutes,
  }: Readonly<Record<"requests" | "seed" | "engine" | "minutes", string | undefined>>,
): Promise<number> {
  const engines = (["sqlite", "postgres"] as const).filter((name) => engine === "both" || engine === name);
  if (engines.length === 0) throw new Error(`--engine is sqlite, postgres or both, not ${engine}`);
  const options = {
    requests: whole(requests ?? "1000"),
    seed: whole(seed ?? "1"),
    minutes: whole(minutes ?? "20"),
    engines,
    log: console.log,
  };
  const started = performance.now();
  const builds = async (folder: string) => {
    const other = await buildOf(ref, join(folder, "build"));
    console.log(`${CURRENT.name} against ${other.name}: seed ${options.seed}, ${options.requests} questions`);
    return [other, CURRENT] as const;
  };
  const report = await compareBuilds(builds, options);
  console.log(`\n${told(report)}\n${((performance.now() - started) / 1000).toFixed(1)} s`);
  return report.rows.some(({ different }) => different > 0) ? 1 : 0;
}

/** Prints how long each address holds the thread of the server; of the default datasets none may hold it long. */
async function timing(rows: number): Promise<number> {
  const all = await timeRoutes(rows);
  for (const { address, milliseconds } of all) {
    console.log(`${milliseconds.toFixed(1).padStart(8)} ms  ${address.slice(0, 100)}`);
  }
  const long = all.filter(({ address, milliseconds }) => !address.includes("dataset=") && milliseconds >= THREAD_MOST);
  console.log(
    `${all.length} addresses, ${long.length} of the default datasets hold it for ${THREAD_MOST} ms or longer`,
  );
  return long.length === 0 ? 0 : 1;
}

/** Prints what a server answers that is offered more than it can; at ten times the capacity late answers are a fault. */
async function overloading(rows: number, seconds: number): Promise<number> {
  const measured = await overload(rows, seconds);
  console.log(toldOverload(measured));
  const all = missed(measured);
  console.log(all.length === 0 ? "the aims are met" : `missed:\n  ${all.join("\n  ")}`);
  return all.length === 0 ? 0 : 1;
}

/** Prints the walks of the working tree, and of another build before them. */
async function walking(ref: string | undefined, entries: boolean): Promise<number> {
  const builds = ref === undefined ? [null] : [ref, null];
  for (const one of builds) {
    const make = async (folder: string) => (one === null ? CURRENT : buildOf(one, join(folder, "build")));
    const { build, walks } = await walk(make);
    console.log(`${build.name}\n${toldWalks(walks)}\n`);
    for (const one of entries ? walks : []) console.log(`${one.what}\n  ${one.entries.join("\n  ")}\n`);
  }
  return 0;
}

async function main(args: string[]): Promise<number> {
  const options = {
    runs: { type: "string" },
    seed: { type: "string" },
    url: { type: "string" },
    path: { type: "string" },
    engines: { type: "boolean" },
    against: { type: "string" },
    requests: { type: "string" },
    engine: { type: "string" },
    minutes: { type: "string" },
    walk: { type: "boolean" },
    entries: { type: "boolean" },
    routes: { type: "boolean" },
    overload: { type: "boolean" },
    seconds: { type: "string" },
    rows: { type: "string" },
    only: { type: "string" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args, options });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  if (values.walk === true) return walking(values.against, values.entries === true);
  if (values.routes === true) return timing(whole(values.rows ?? "100000"));
  if (values.overload === true) return overloading(whole(values.rows ?? "20000"), whole(values.seconds ?? "10"));
  if (values.against !== undefined) {
    const { requests, seed, engine, minutes } = values;
    return against(values.against, { requests, seed, engine, minutes });
  }
  const seed = whole(values.seed ?? String(Math.floor(Math.random() * 1_000_000)));
  const generated = values.engines === true || [values.runs, values.url, values.path].some((one) => one !== undefined);
  if (!generated) {
    const names = values.only?.split(",") ?? [];
    return (await attack(names, whole(values.seconds ?? "60"), seed)) ? 0 : 1;
  }
  const runs = whole(values.runs ?? "10000");
  const { url, against: other, stop } = await serversFor(values);
  try {
    if (other !== undefined) {
      const { asked, failed } = await longTexts();
      console.log(`${asked} questions of long texts, ${failed.length} not answered alike or not as they should be`);
      for (const one of failed) console.error(`  ✗ ${one}`);
      if (failed.length > 0) return 1;
    }
    console.log(`seed ${seed}, ${runs} requests`);
    const report = await drive(url, await prepare(url), {
      runs,
      seed,
      against: other,
      ...(values.path === undefined ? {} : { path: values.path }),
      progress: (done) => void (done % 10_000 === 0 && console.log(`${done} of ${runs}`)),
    });
    const rows = [...report.seen].filter(([mark]) => /^(?:status|step|fault)/.test(mark)).sort();
    for (const [mark, count] of rows) console.log(`${String(count).padStart(8)}  ${mark}`);
    console.log(`${report.runs} requests, ${report.asked} with their next steps, ${report.seconds.toFixed(1)} s`);
    if (report.failure === null) return 0;
    console.error(`\n${report.failure}`);
    return 1;
  } finally {
    await stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(process.env.DEBUG === undefined ? `${(error as Error).message}\n\n${USAGE}` : error);
  process.exitCode = 1;
}
