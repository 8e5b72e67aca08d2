// Fields: which parts of a record `fields` may name, and how they are cut out.
//
// The names are read from the schema of the records, so a new field of a record can be asked for at once, and an
// unknown one is refused with the names that could stand there.
//
// A list of fields either names the parts that are wanted or, each with `-`, those that are not; `included.quotes.text`
// says the same of the records that come along. What is left out of records is left out of those, too, unless their own
// parts are named: who leaves out `provenance` wants a short answer.
import { z } from "zod";
import type { Collection } from "../model/ids.ts";
import { didYouMean } from "../suggest.ts";
import { quote } from "./value-list.ts";

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
  $ref?: string;
}

/** The parts of a shape: names to parts, `*` where any language tag may stand. */
export interface Parts {
  readonly [name: string]: Parts;
}

/** The parts of the records that a schema describes; lists are looked through, null alternatives too. */
export function partsOf(schema: z.ZodType): Parts {
  const root = z.toJSONSchema(schema, { unrepresentable: "any" }) as SchemaNode & {
    $defs?: Record<string, SchemaNode>;
  };
  const walk = (node: SchemaNode): Parts => {
    const target = node.$ref === undefined ? node : (root.$defs?.[node.$ref.replace("#/$defs/", "")] ?? {});
    const merged: Record<string, Parts> = {};
    for (const [name, child] of Object.entries(target.properties ?? {})) merged[name] = walk(child);
    if (typeof target.additionalProperties === "object") merged["*"] = walk(target.additionalProperties);
    if (target.items !== undefined) Object.assign(merged, walk(target.items));
    for (const alternative of target.anyOf ?? []) Object.assign(merged, walk(alternative));
    return merged;
  };
  return walk(root);
}

/** Whether the path names a part, or which of its names does not, with the names that could stand there. */
export function findPart(parts: Parts, path: string): true | { wrong: string; known: string[] } {
  let here = parts;
  for (const name of path.split(".")) {
    const next =
      name !== "*" && Object.hasOwn(here, name)
        ? here[name]
        : /^[a-z]{2,3}(?:-[A-Za-z]{2,4})*$/.test(name)
          ? here["*"]
          : undefined;
    if (next === undefined) return { wrong: name, known: Object.keys(here).filter((one) => one !== "*") };
    here = next;
  }
  return true;
}

/** How records of one collection are cut: to the parts of `only`, where there are any, else to all without `without`. */
interface Cut {
  readonly only: readonly string[];
  readonly without: readonly string[];
}

const isLeftOut = (field: string) => field.startsWith("-");
const pathOf = (field: string) => field.replace(/^-/, "");

/** The collection of `included` whose parts a field names; null where it names parts of the records themselves. */
export function includedIn(field: string): Collection | null {
  return (/^included\.([^.]+)\./.exec(pathOf(field))?.[1] as Collection | undefined) ?? null;
}

/** What is wrong with one field, or null; `parts` are those of the records, with those of `included` among them. */
export function fieldFault(parts: Parts, field: string): string | null {
  const path = pathOf(field);
  const found = findPart(parts, path);
  if (found !== true)
    return `names no part ${quote(found.wrong)} in ${quote(path)}${didYouMean(found.wrong, found.known)}`;
  if (/^included(?:\.[^.]+)?$/.test(path))
    return `names a whole collection in ${quote(path)}; name parts of its records`;
  if (isLeftOut(field) && /^(?:included\.[^.]+\.)?id$/.test(path)) return "leaves out `id`, which is always kept";
  return null;
}

/** What is wrong with fields that are sound one by one, or null: of the same records, parts are named or left out. */
export function mixedFault(fields: readonly string[]): string | null {
  for (const same of Map.groupBy(fields, includedIn).values()) {
    const [named, left] = [same.find((field) => !isLeftOut(field)), same.find(isLeftOut)];
    if (named !== undefined && left !== undefined)
      return `both names ${quote(named)} and leaves out ${quote(pathOf(left))}: either name the parts that you want or, each with \`-\`, those that you do not`;
  }
  return null;
}

/** What `fields` asks of the records themselves, or of those of a collection of `included`; null leaves them whole. */
export function cutFor(fields: readonly string[], collection: Collection | null): Cut | null {
  const own = fields.filter((field) => includedIn(field) === collection);
  const bare = (field: string) => pathOf(field).replace(/^included\.[^.]+\./, "");
  const everywhere = fields.filter((field) => includedIn(field) === null && isLeftOut(field));
  const only = own.filter((field) => !isLeftOut(field)).map(bare);
  const without = [...new Set([...own.filter(isLeftOut), ...everywhere])].map(bare);
  return only.length === 0 && without.length === 0 ? null : { only, without };
}

/** A record as it is cut; its id is always kept, and lists keep their length. */
export function cutRecord(record: unknown, { only, without }: Cut): unknown {
  return only.length > 0 ? pick(record, only) : omit(record, without);
}

/** A record with nothing but its id and the parts named; lists keep their length. */
export function pick(record: unknown, paths: readonly string[]): unknown {
  return cut(record, treeOf(["id", ...paths]), true);
}

/** A record without the parts named. */
export function omit(record: unknown, paths: readonly string[]): unknown {
  return cut(record, treeOf(paths), false);
}

type Branch = true | Map<string, Branch>;

function treeOf(paths: readonly string[]): Map<string, Branch> {
  const tree = new Map<string, Branch>();
  for (const path of paths) plant(tree, path.split("."));
  return tree;
}

function plant(tree: Map<string, Branch>, names: readonly string[]): void {
  const [first, ...rest] = names;
  if (first === undefined) return;
  const branch = tree.get(first);
  if (rest.length === 0 || branch === true) {
    tree.set(first, true);
    return;
  }
  const deeper = branch ?? new Map<string, Branch>();
  plant(deeper, rest);
  tree.set(first, deeper);
}

/** A value with nothing but the named branches, or without them. */
function cut(value: unknown, branches: Map<string, Branch>, keep: boolean): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => cut(item, branches, keep));
  const kept: [string, unknown][] = [];
  for (const [name, child] of Object.entries(value)) {
    const branch = branches.get(name);
    if (branch === undefined ? !keep : branch === true && keep) kept.push([name, child]);
    else if (branch !== undefined && branch !== true) kept.push([name, cut(child, branch, keep)]);
  }
  return Object.fromEntries(kept);
}
