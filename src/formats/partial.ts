// Partial records: what `fields` leaves of a record, as the OpenAPI document has it.
//
// A record that is cut lacks whatever was not asked for, at any depth, so its schema requires nothing but the id. It
// stands beside the schema of the whole record (`anyOf`): a validator that knows the document alone accepts the answers
// to `fields`, and still refuses a property that no record has.
import { z } from "zod";

type Node = { readonly [keyword: string]: unknown };

/** Keywords whose values are schemas by name, one schema, or a list of them. */
const BY_NAME = ["properties"];
const ONE = ["items", "additionalProperties"];
const SEVERAL = ["anyOf"];
/** What says nothing of a part: the schema of the whole record has the words and the examples. */
const LEFT_OUT = ["required", "description", "examples", "id"];

/** The schema of a record of which only the id is certain, as a component of that name. */
export function partialOf(record: z.ZodType, name: string): z.ZodType {
  const { $defs = {}, ...root } = z.toJSONSchema(record, { unrepresentable: "any" }) as Node & {
    $defs?: Readonly<Record<string, Node>>;
  };
  const whole = typeof root.$ref === "string" ? target(root.$ref) : root;

  function target(reference: string): Node {
    return $defs[reference.replace("#/$defs/", "")] ?? root;
  }

  /** Whether a schema, or one that it refers to, has properties that may be cut. */
  function isCut(node: Node): boolean {
    const to = typeof node.$ref === "string" ? target(node.$ref) : node;
    return "required" in to || inner(to).some(isCut);
  }

  function inner(node: Node): Node[] {
    const named = BY_NAME.flatMap((keyword) => Object.values((node[keyword] ?? {}) as Record<string, Node>));
    const others = [...ONE, ...SEVERAL].flatMap((keyword) => [node[keyword] ?? []].flat() as Node[]);
    return [...named, ...others].filter((one) => typeof one === "object");
  }

  function part(node: Node): Node {
    if (typeof node.$ref === "string") {
      const component = { $ref: node.$ref.replace("#/$defs/", "#/components/schemas/") };
      return isCut(node) ? part(target(node.$ref)) : component;
    }
    const entries = Object.entries(node).flatMap(([keyword, value]): [string, unknown][] => {
      // Of a text with a pattern, makers of sample answers need an example.
      if (LEFT_OUT.includes(keyword) && !(keyword === "examples" && "pattern" in node)) return [];
      // The bounds of safe integers, which zod gives every whole number.
      if (Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) return [];
      if (BY_NAME.includes(keyword)) return [[keyword, mapped(value as Record<string, Node>)]];
      if (ONE.includes(keyword) && typeof value === "object") return [[keyword, part(value as Node)]];
      if (SEVERAL.includes(keyword)) return [[keyword, (value as Node[]).map(part)]];
      return [[keyword, value]];
    });
    return Object.fromEntries(entries);
  }

  function mapped(nodes: Readonly<Record<string, Node>>) {
    return Object.fromEntries(Object.entries(nodes).map(([key, node]) => [key, part(node)]));
  }

  const { $schema: _, ...cut } = part(whole);
  const description = `What \`fields\` leaves of a record: any parts of it, and always its \`id\`.`;
  return z.unknown().meta({ id: name, ...cut, required: ["id"], description });
}
