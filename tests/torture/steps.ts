// Steps: what a client does with an answer: HEAD, conditions, next pages, cursors it has no right to, links.
import type { Exchange } from "../support/contract.ts";
import type { Client, Request } from "./agent.ts";
import { changed } from "./faults.ts";
import { counted, idsOf, judge, type Page, totalOf } from "./oracle.ts";
import type { Ask, Belief } from "./requests.ts";
import { cursorIn, MARKER, type World } from "./world.ts";

interface Stage {
  readonly ask: Ask;
  readonly answer: Exchange;
  readonly client: Client;
  readonly world: World;
}

/** Headers of one answer or one connection; RFC 9110 lets HEAD leave out those of content, but what is said must hold. */
const OWN = ["date", "x-request-id", "cache-status", "connection", "keep-alive", "transfer-encoding"];
/** Metrics are other ones each time. */
const VARYING = ["content-length"];
const MOST_PAGES = 4;

/** The same client asks something else, and what it must get. */
async function further(
  { ask, client, world }: Stage,
  request: Partial<Request>,
  belief: Partial<Belief> = {},
  what = "",
) {
  const next: Ask = {
    ...ask,
    request: { ...ask.request, ...request },
    belief: { ...ask.belief, statuses: [200], must: [], may: [], ...belief },
  };
  const answer = await client.ask(next.request);
  const { method, path } = next.request;
  return { answer, faults: judge(next, answer, world).map((fault) => `${what}${method} ${path}: ${fault}`) };
}

async function head(stage: Stage): Promise<string[]> {
  const { ask, answer } = stage;
  const { answer: bare, faults } = await further(stage, { method: "HEAD" }, ask.belief, "then ");
  const own = answer.headers.etag === undefined ? [...OWN, ...VARYING] : OWN;
  const names = new Set([...Object.keys(answer.headers), ...Object.keys(bare.headers)]);
  const other = [...names].filter((name) => {
    const [one, two] = [answer.headers[name], bare.headers[name]];
    // A stream's length is not known before its end.
    const open = name === "content-length" && (one === undefined || two === undefined) && answer.status === 200;
    return one !== two && !own.includes(name) && !open && !(answer.status >= 400 && name === "content-length");
  });
  return [...faults, ...other.map((name) => `HEAD says ${name}: ${bare.headers[name]}, GET ${answer.headers[name]}`)];
}

async function condition(stage: Stage): Promise<string[]> {
  const { etag = "", "last-modified": modified } = stage.answer.headers;
  if (etag === "") return [];
  const kept: readonly Record<string, string>[] = [
    { "if-none-match": etag },
    { "if-none-match": `"other", ${etag}` },
    { "if-none-match": "*" },
    { "if-none-match": etag.replace("W/", "") },
    ...(modified === undefined ? [] : [{ "if-modified-since": modified }]),
  ];
  const others: readonly Record<string, string>[] = [
    { "if-none-match": '"other"' },
    { "if-none-match": 'W/"other", "more"' },
    { "if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT" },
    ...(modified === undefined ? [] : [{ "if-none-match": '"other"', "if-modified-since": modified }]),
  ];
  const { one, two } = stage.ask.step;
  const same = one % 2 === 0;
  const headers = (same ? kept : others)[two % (same ? kept : others).length] ?? {};
  const request = { headers: { ...stage.ask.request.headers, ...headers } };
  const { answer, faults } = await further(
    stage,
    request,
    { statuses: [same ? 304 : 200] },
    `with ${JSON.stringify(headers)} `,
  );
  if (answer.headers.etag !== etag) faults.push(`the tag was ${etag}, and is ${answer.headers.etag}`);
  if (!same && answer.text !== stage.answer.text) faults.push("another body under the same tag");
  return faults;
}

async function again(stage: Stage): Promise<string[]> {
  const { answer, faults } = await further(stage, {}, {}, "again ");
  const { etag } = stage.answer.headers;
  return etag === undefined || answer.text === stage.answer.text
    ? faults
    : [...faults, "another body for the same request"];
}

/** The page, where the answer is one with a page after it. */
function pageOf({ answer }: Stage): (Page & { next: string }) | null {
  if (!/^application\/json\b/.test(answer.headers["content-type"] ?? "")) return null;
  const page = JSON.parse(answer.text) as Page;
  const next = page.links?.next;
  return typeof next === "string" ? { ...page, next } : null;
}

async function pages(stage: Stage): Promise<string[]> {
  const first = pageOf(stage);
  if (first === null) return [];
  const seen = new Set(idsOf(first));
  let count = counted(stage.ask, first);
  let next: string | null = first.next;
  for (let at = 0; next !== null && at < MOST_PAGES; at++) {
    const path: string = next;
    // Of later pages the total is that of all; what is left of it is counted here.
    const { answer, faults } = await further({ ...stage, ask: paged(stage.ask) }, { path }, {}, "next ");
    if (faults.length > 0) return faults;
    const page = JSON.parse(answer.text) as Page;
    const ids = idsOf(page);
    const repeated = ids.filter((id) => seen.has(id));
    if (repeated.length > 0 && path.split("?")[0] !== "/v1/changes") return [`${path} repeats ${repeated.join(", ")}`];
    const records = counted(stage.ask, page);
    if (records === 0) return [`${path} is an empty page`];
    if (page.meta?.total !== first.meta?.total)
      return [`${path} has total ${page.meta?.total}, the first page ${first.meta?.total}`];
    for (const id of ids) seen.add(id);
    count += records;
    next = page.links?.next ?? null;
  }
  const { totalIsLowerBound = false } = first.meta ?? {};
  const total = totalOf(stage.ask, first);
  const whole = next === null && typeof total === "number" && !totalIsLowerBound;
  const sparse = stage.ask.documented?.operation.operationId === "listParticipations";
  return whole && total !== count && !sparse ? [`the pages have ${count} records, total is ${total}`] : [];
}

/** As a sample, a later page may have fewer records than the total says. */
const paged = (ask: Ask): Ask => ({ ...ask, values: new Map([...ask.values, ["sample", []]]) });

const REFUSED = { statuses: [400], must: ["cursor"], may: ["cursor"] };

async function tampered(stage: Stage): Promise<string[]> {
  const page = pageOf(stage);
  const cursor = cursorIn(page?.next ?? null);
  if (page === null || cursor === null) return [];
  const { one, two } = stage.ask.step;
  const path = page.next.replace(cursor, changed(cursor, one, two));
  return (await further(stage, { path }, REFUSED, "with a changed cursor ")).faults;
}

/** The next page of one question, asked of another. */
async function another(stage: Stage): Promise<string[]> {
  const page = pageOf(stage);
  const { documented, values } = stage.ask;
  // A question that has the marker by chance would be no other one.
  if (page === null || values.get(MARKER.name)?.includes(MARKER.value) === true) return [];
  const has = (name: string) => documented?.operation.parameters?.some((one) => one.name === name) === true;
  const path = has(MARKER.name)
    ? set(page.next, MARKER.name, MARKER.value)
    : has("since")
      ? set(page.next, "since", "0001-01-02")
      : has("from") && !values.has("to")
        ? set(page.next, "from", "0001-02")
        : has("collection")
          ? set(page.next, "q", `${values.get("q")?.[0] ?? ""}z`.slice(-200))
          : null;
  if (path === null) return [];
  return (await further(stage, { path }, REFUSED, "of another question ")).faults;
}

/** A link with one parameter set. */
function set(link: string, name: string, value: string): string {
  const [path = "", query = ""] = link.split("?");
  const kept = query.split("&").filter((pair) => !pair.startsWith(`${name}=`));
  return `${path}?${[...kept, `${name}=${encodeURIComponent(value)}`].join("&")}`;
}

function* linksIn(value: unknown): Generator<string> {
  if (value === null || typeof value !== "object") return;
  for (const [name, child] of Object.entries(value)) {
    if (typeof child === "string" && child.startsWith("/") && /^(?:href|self|next|events)$/.test(name)) yield child;
    else yield* linksIn(child);
  }
}

/** One of an answer's links, which must lead somewhere. */
async function followed(stage: Stage): Promise<string[]> {
  const { answer, client, ask } = stage;
  if (!/^application\/json\b/.test(answer.headers["content-type"] ?? "")) return [];
  const body = JSON.parse(answer.text) as Page;
  const links = [...new Set(linksIn(body))];
  const path = links[ask.step.one % links.length];
  if (path === undefined) return [];
  const found = await client.ask({ method: "GET", path, headers: { accept: "*/*" } });
  if (found.status !== 200) return [`the link ${path} answers ${found.status}`];
  const self =
    body.links?.self === path && JSON.stringify((JSON.parse(found.text) as Page).data) !== JSON.stringify(body.data);
  return self ? [`the link ${path} to itself has other data`] : [];
}

const STEPS: Readonly<Record<Ask["step"]["what"], ((stage: Stage) => Promise<string[]>) | null>> = {
  nothing: null,
  head,
  condition,
  pages,
  cursor: tampered,
  question: another,
  links: followed,
  again,
};

/** Asks, and does the next step; everything in which the answers are not what they must be. */
export async function tried(ask: Ask, client: Client, world: World): Promise<{ answer: Exchange; faults: string[] }> {
  const answer = await client.ask(ask.request);
  const faults = judge(ask, answer, world);
  const step = STEPS[ask.step.what];
  const open = answer.status === 200 || (ask.step.what === "head" && answer.status < 405);
  if (faults.length > 0 || step === null || ask.request.method !== "GET" || !open) return { answer, faults };
  return { answer, faults: await step({ ask, answer, client, world }) };
}
