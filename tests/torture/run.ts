// The torture by hand: as many generated requests as one likes, against a server of its own or one that runs.
import { parseArgs } from "node:util";
import { startServer } from "../support/server.ts";
import { drive, prepare } from "./drive.ts";
import { MATERIAL } from "./material.ts";

const USAGE = `usage: npm run torture -- [--runs 100000] [--seed 1] [--url http://127.0.0.1:3000] [--path 12:0:3]
  --runs   requests to make (10000)
  --seed   where chance begins (a new one each time)
  --url    a server that runs; a new one with invented records beside the curated ones when not given
  --path   repeats one failure, with the seed that it told`;

const whole = (text: string) => {
  if (!/^-?\d{1,10}$/.test(text)) throw new Error(`${text} is no whole number`);
  return Number(text);
};

async function main(args: string[]): Promise<number> {
  const options = {
    runs: { type: "string" },
    seed: { type: "string" },
    url: { type: "string" },
    path: { type: "string" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args, options });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const runs = whole(values.runs ?? "10000");
  const seed = whole(values.seed ?? String(Math.floor(Math.random() * 1_000_000)));
  const server = values.url === undefined ? await startServer({ bulk: false, datasets: MATERIAL }) : undefined;
  try {
    console.log(`seed ${seed}, ${runs} requests`);
    const url = values.url ?? server?.url ?? "";
    const report = await drive(url, await prepare(url), {
      runs,
      seed,
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
    await server?.stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(process.env.DEBUG === undefined ? `${(error as Error).message}\n\n${USAGE}` : error);
  process.exitCode = 1;
}
