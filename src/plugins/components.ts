// Components: what operations have alike stands once in the OpenAPI document, under a name, and is referred to.
//
// Refusals, parameters and headers that several operations share stand once among the components of the OpenAPI
// document; without this, every operation repeats them. Their names follow from what they are (a problem's code or the
// reason phrase of the status, the parameter, the header), and no two are alike in any case, because generators make
// types of all of them. What an operation answers when all is well stays with it: that is what a reader looks for.
//
// Closed lists of words are named components too, by the schemas of `src/model`.
import { STATUS_CODES } from "node:http";
import { PROBLEM_CODES, PROBLEMS } from "../errors.ts";

type Part = object & { readonly $ref?: string };

interface Response extends Part {
  readonly description: string;
  readonly headers?: Record<string, Part>;
}

interface Parameter extends Part {
  readonly name: string;
  readonly in: string;
}

interface Operation {
  readonly tags: readonly string[];
  readonly parameters?: Parameter[];
  readonly responses: Record<string, Response>;
}

/** The part of an OpenAPI document that this file reads and writes; its parts stand in no other place yet. */
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: Record<string, Record<string, unknown>>;
}

/** One place of the document in which a part stands. */
interface Place<T> {
  readonly part: T;
  /** What the part is called where it stands: a status, a parameter's name, a header's name. */
  readonly called: string;
  /** The first tag of the operation, the first word of a name that would be two parts' otherwise. */
  readonly tag: string;
  readonly put: (reference: Part) => void;
}

/** Words of any spelling as one word in which each begins with a capital. */
function pascal(text: string): string {
  return text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, first: string) => first.toUpperCase());
}

/** A refusal for one reason is named by the problem's code, any other response by the reason phrase of its status. */
function nameResponse({ part, called }: Place<Response>): string {
  const code = PROBLEM_CODES.find((one) => PROBLEMS[one].title === part.description);
  return pascal(code ?? STATUS_CODES[called] ?? called);
}

/** A parameter bears its own name where most who have it mean the same; others have their operation's tag before it. */
function nameParameter({ part, called, tag }: Place<Parameter>, count: number, rivals: readonly Place<Parameter>[]) {
  const usual = count * 2 > rivals.filter((one) => one.part.in === part.in).length;
  return `${usual ? "" : pascal(tag)}${pascal(called)}Parameter`;
}

interface Header extends Part {
  readonly required?: boolean;
}

/** A header bears its own name; where some answers always have it, that of the others says that they may not. */
function nameHeader({ part, called }: Place<Header>, _count: number, rivals: readonly Place<Header>[]): string {
  const differ = rivals.some((one) => one.part.required !== part.required);
  return differ && part.required !== true ? `${called}-Optional` : called;
}

/**
 * Puts what stands in several places among the components, sorted by name, and a reference into each of the places.
 * @throws where two parts have one name
 */
function hoist<T extends Part>(
  { components }: Document,
  kind: string,
  places: readonly Place<T>[],
  nameOf: (place: Place<T>, count: number, rivals: readonly Place<T>[]) => string,
): void {
  const named = new Map<string, T>();
  const rivals = Map.groupBy(places, ({ called }) => called);
  for (const alike of Map.groupBy(places, ({ called, part }) => `${called} ${JSON.stringify(part)}`).values()) {
    const [first] = alike;
    if (first === undefined || alike.length === 1) continue;
    const name = nameOf(first, alike.length, rivals.get(first.called) ?? []);
    if (named.has(name)) throw new Error(`two ${kind} of the OpenAPI document would be called ${name}`);
    named.set(name, first.part);
    for (const { put } of alike) put({ $ref: `#/components/${kind}/${name}` });
  }
  components[kind] = Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The members of an object as places. */
function placesIn<T extends Part>(holder: Record<string, T>, tag: string): Place<T>[] {
  return Object.entries(holder).map(([called, part]) => ({
    ...{ part, called, tag },
    put: (reference) => {
      holder[called] = reference as T;
    },
  }));
}

/** Gives equal refusals, parameters and headers of a document's operations one place each. */
export function shareParts(document: Document): void {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const tagOf = ({ tags: [tag = ""] }: Operation) => tag;
  // What an operation answers with when all is well is told where it is asked.
  const refusals = operations
    .flatMap((one) => placesIn(one.responses, tagOf(one)))
    .filter(({ called }) => called !== "200");
  hoist(document, "responses", refusals, nameResponse);

  const parameters = operations.flatMap((one) =>
    (one.parameters ?? []).map((part, at, list) => ({
      ...{ part, called: part.name, tag: tagOf(one) },
      put: (reference: Part) => {
        list[at] = reference as Parameter;
      },
    })),
  );
  hoist(document, "parameters", parameters, nameParameter);

  const shared = Object.values(document.components.responses ?? {}) as Response[];
  const own = operations.flatMap((one) => Object.values(one.responses));
  const headers = [...shared, ...own].flatMap(({ headers = {} }) => placesIn(headers, ""));
  hoist(document, "headers", headers, nameHeader);
}
