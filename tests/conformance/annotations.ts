// The W3C's tests of the annotation model, from a folder that has them (https://github.com/w3c/web-annotation-tests).
//
// A test is a list of assertions, each a JSON Schema of draft 4 that an annotation, a page or a collection must match,
// or must not. Of draft 4 they use nothing that later drafts read otherwise but `id` and `$schema`, which are left out,
// and `exclusiveMinimum`, which was a flag beside `minimum`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

type Json = Readonly<Record<string, unknown>>;

/** The MUSTs: what each list is about. */
const SUITES = {
  annotation: "annotations/annotationMusts.test",
  page: "collections/pages/pageMusts.test",
  collection: "collections/collectionMusts.test",
} as const;

export interface Tally {
  readonly passed: number;
  /** Assertions that failed, with how often. */
  readonly failed: ReadonlyMap<string, number>;
}

const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Json;

/** A schema as Ajv reads it; names of schemas inside others are no bases of references here. */
function modern(schema: Json): Json {
  const { id: _, ...rest } = schema;
  const text = JSON.stringify(rest, (key, value) => {
    if (key === "$schema" || (key === "id" && typeof value === "string")) return undefined;
    return value?.exclusiveMinimum === true ? { ...value, exclusiveMinimum: value.minimum } : value;
  });
  return JSON.parse(text);
}

/** Whether a folder has the tests. */
export function hasSuite(folder: string): boolean {
  return Object.values(SUITES).every((path) => existsSync(join(folder, path)));
}

/** Holds pages of annotations, as the server sends them, to all MUSTs. */
export function judge(folder: string, pages: readonly Json[]): Tally {
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
  addFormats.default(ajv);
  const definitions = join(folder, "definitions");
  for (const name of readdirSync(definitions).filter((one) => one.endsWith(".json")))
    ajv.addSchema(modern(readJson(join(definitions, name))), name);
  const failed = new Map<string, number>();
  let passed = 0;
  const about = {
    annotation: pages.flatMap((page) =>
      (page.items as readonly Json[]).map((item) => ({ "@context": page["@context"], ...item })),
    ),
    page: pages,
    collection: pages.map((page) => ({ "@context": page["@context"], ...(page.partOf as Json) })),
  };
  for (const [what, path] of Object.entries(SUITES)) {
    const { assertions } = readJson(join(folder, path)) as { readonly assertions: readonly unknown[] };
    for (const one of assertions.flat(5)) {
      if (typeof one !== "string") continue;
      const assertion = readJson(join(folder, one));
      const holds = ajv.compile(modern(assertion));
      const wanted = assertion.expectedResult !== "invalid";
      for (const instance of about[what as keyof typeof about]) {
        if (holds(instance) === wanted) passed++;
        else failed.set(basename(one), (failed.get(basename(one)) ?? 0) + 1);
      }
    }
  }
  return { passed, failed };
}
