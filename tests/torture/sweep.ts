// The sweep: questions that no chance decides, every parameter of every operation alone with each word that it lists.
import {
  addressOf,
  type Documented,
  OPERATIONS,
  parametersOf,
  valuesOf,
  withQuery,
  written,
} from "../support/document.ts";
import type { World } from "./world.ts";

/** States of the data that is filled in; of each two of them there is a dyad. */
const STATES = ["kz", "cn", "us", "ru", "mn", "is"];
/** Every so many records are asked for by their id. */
const SPARSE = 5;
/** Words of which there are more than this are asked with these many; most are codes that differ in nothing else. */
const WORDS = 12;

export interface Swept {
  readonly documented: Documented;
  readonly path: string;
}

/** The values of a parameter: its examples and the words that it takes. */
function valuesFor(parameter: ReturnType<typeof parametersOf>[number]): readonly string[] {
  const { schema } = parameter;
  const items = schema.items as { enum?: string[] } | undefined;
  const words = (schema.enum as string[] | undefined) ?? items?.enum ?? [];
  const every = Math.max(1, Math.floor(words.length / WORDS));
  return [...new Set([...valuesOf(parameter).map(written), ...words.filter((_, at) => at % every === 0)])];
}

/** The same question of all datasets too, where that can be asked. */
function both(documented: Documented, path: string, name: string): string[] {
  const open = parametersOf(documented, "query").some((one) => one.name === "dataset");
  return open && !["dataset", "ids", "cursor"].includes(name) ? [path, withQuery(path, "dataset=all")] : [path];
}

function addressesOf(documented: Documented, { places }: World): string[] {
  const { path } = documented;
  const [, ...more] = parametersOf(documented, "path");
  if (more.length > 0)
    return STATES.flatMap((one, at) => STATES.slice(at + 1).map((other) => `/v1/dyads/${one}/${other}`));
  const known = (places.get(path) ?? []).filter((_, at) => at % SPARSE === 0);
  return known.map(({ values }) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? "")));
}

/** All of its questions, an operation after the other. */
export function sweep(world: World): Swept[] {
  return OPERATIONS.flatMap((documented) => {
    const address = addressOf(documented);
    const alone = parametersOf(documented, "query").flatMap((parameter) => {
      const { name, schema } = parameter;
      const beside = [schema["x-beside"] as string | undefined].filter((one) => one !== undefined);
      // What must be there is in the address already, with its first example.
      const start = parameter.required === true ? documented.path : address;
      return valuesFor(parameter).flatMap((value) =>
        both(documented, withQuery(start, `${name}=${value}`, ...beside), name),
      );
    });
    const plain = [address, ...addressesOf(documented, world)].flatMap((path) => both(documented, path, ""));
    return [...new Set([...plain, ...alone])].map((path) => ({ documented, path }));
  });
}
