// Rows: real GDELT 2.0 rows stamped anew, as many as wanted, their dates spread over 2004 to 2023 in the order of time.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { access, mkdir, readdir, readFile, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAYS, dayOf } from "./questions.ts";

const SHARED = "../shared/data";
/** What outlives a run: row files, so that the next run need not make them. */
export const CACHE = join(tmpdir(), "communique-bench");
export const FIRST_ID = 100_000_000;

/** Columns of a GDELT 2.0 row, counted from 0. */
const AT = {
  id: 0,
  date: 1,
  month: 2,
  year: 3,
  fraction: 4,
  state1: 7,
  state2: 17,
  root: 28,
  added: 59,
  url: 60,
} as const;
const COLUMNS = 61;
const ROOTS = ["01", "02", "03", "04", "05", "06"];

/** A row of the real files, and which of their articles it is from. */
interface Model {
  readonly cells: readonly string[];
  readonly article: number;
  /** Days from the event to its import. */
  readonly lag: number;
}

const compact = (day: string) => day.replaceAll("-", "");
const timeOf = (digits: string) => Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);

/** ISO 3166 alpha-3 codes: of what GDELT calls countries, the states. */
async function states(): Promise<Set<string>> {
  const text = await readFile(join(SHARED, "codes/country-codes.csv"), "utf8");
  return new Set(text.match(/(?<=,)[A-Z]{3}(?=,)/g));
}

/** The rows of diplomacy between two states: those that the importer keeps. */
async function models(): Promise<Model[]> {
  const known = await states();
  const folder = join(SHARED, "gdelt");
  const names = (await readdir(folder)).filter((name) => /^\d{14}\.export\.CSV$/i.test(name)).sort();
  const articles = new Map<string, number>();
  const found: Model[] = [];
  for (const name of names) {
    for (const line of (await readFile(join(folder, name), "utf8")).split("\n")) {
      const cells = line.split("\t");
      const [one = "", other = ""] = [cells[AT.state1], cells[AT.state2]];
      if (cells.length !== COLUMNS || !ROOTS.includes(cells[AT.root] ?? "")) continue;
      if (one === other || !known.has(one) || !known.has(other)) continue;
      const url = cells[AT.url] ?? "";
      const article = articles.get(url) ?? articles.size;
      articles.set(url, article);
      const lag = Math.round((timeOf(cells[AT.added] ?? "") - timeOf(cells[AT.date] ?? "")) / 86_400_000);
      found.push({ cells, article, lag });
    }
  }
  if (found.length === 0) throw new Error(`${folder} holds no GDELT rows`);
  return found;
}

/** The model with a new id, new dates and, so that there are as many articles as in life, an address of its own. */
function stamp({ cells, article, lag }: Model, n: number, cycle: number, articles: number, cycles: number): string {
  const number = cycle * articles + article;
  const day = Math.floor((number / (cycles * articles)) * DAYS);
  const date = dayOf(Math.max(0, day - Math.max(0, lag)));
  const quarter = number % 96;
  const time = [Math.floor(quarter / 4), (quarter % 4) * 15, 0].map((part) => String(part).padStart(2, "0")).join("");
  const [year = "", month = "", dayOfMonth = ""] = date.split("-");
  const row = [...cells];
  row[AT.id] = String(FIRST_ID + n);
  row[AT.date] = compact(date);
  row[AT.month] = year + month;
  row[AT.year] = year;
  // As the files have it: whole months of 30 days.
  row[AT.fraction] = (Number(year) + ((Number(month) - 1) * 30 + Number(dayOfMonth)) / 365).toFixed(4);
  row[AT.added] = compact(dayOf(day)) + time;
  row[AT.url] = `${cells[AT.url]}${cells[AT.url]?.includes("?") ? "&" : "?"}copy=${cycle}`;
  return row.join("\t");
}

/**
 * A file of so many rows, made once.
 * @throws Error when the real rows are not there
 */
export async function rowsFile(count: number): Promise<string> {
  const there = await access(join(SHARED, "gdelt")).then(
    () => true,
    () => false,
  );
  if (!there) throw new Error(`the bench needs real GDELT rows in ${SHARED}/gdelt, and there are none`);
  const pool = await models();
  const articles = Math.max(...pool.map(({ article }) => article)) + 1;
  const hash = createHash("sha256").update(JSON.stringify(pool)).update(String(stamp)).digest("hex").slice(0, 8);
  await mkdir(CACHE, { recursive: true });
  // The importer knows a GDELT 2.0 file by its name too.
  const path = join(CACHE, `${count}-${hash}.export.CSV`);
  const made = await access(path).then(
    () => true,
    () => false,
  );
  if (made) return path;
  const part = `${path}.${process.pid}`;
  const out = createWriteStream(part);
  const cycles = Math.ceil(count / pool.length);
  for (let cycle = 0; cycle < cycles; cycle++) {
    const first = cycle * pool.length;
    const some = pool.slice(0, count - first);
    const text = some.map((model, at) => `${stamp(model, first + at, cycle, articles, cycles)}\n`).join("");
    if (!out.write(text)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  await rename(part, path);
  return path;
}
