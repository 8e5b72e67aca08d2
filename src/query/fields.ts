// Fields: which parts of a record `fields` may name, and how they are cut out.
//
// The names are read from the schema of the records, so a new field of a record can be asked for at once, and an
// unknown one is refused with the names that could stand there.
//
// The OpenAPI document describes `fields` in words and gives the schema of whole records. A schema for records cut at
// will would have every property optional, and say nothing to the many who do not cut.
import { z } from "zod";

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

/** A record with nothing but its id and the parts named; lists keep their length. */
export function pick(record: unknown, paths: readonly string[]): unknown {
  const tree = new Map<string, Branch>([["id", true]]);
  for (const path of paths) plant(tree, path.split("."));
  return cut(record, tree);
}

type Branch = true | Map<string, Branch>;

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

function cut(value: unknown, branch: Branch): unknown {
  if (branch === true || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => cut(item, branch));
  const kept: [string, unknown][] = [];
  for (const [name, child] of Object.entries(value)) {
    const deeper = branch.get(name);
    if (deeper !== undefined) kept.push([name, cut(child, deeper)]);
  }
  return Object.fromEntries(kept);
}
