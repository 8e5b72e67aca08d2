// Ask: how a tool reaches the API, in process, and what came back.
//
// A tool asks the API as any client would, by an address below /v1, so that limits, validation, hints, caching and the
// log are the API's own and cannot differ. No socket lies between (light-my-request).

import type { Related } from "../formats/related.ts";
import type { Records } from "../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";

/** Asks for an address below the server's root, e.g. `/v1/events?country=KZ`, as JSON. */
export type Ask = (address: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/** A record as the API gives it. */
export type ApiRecord = { readonly [C in Collection]: Records[C] & { readonly dataset: string } };

/** The envelope of lists, of which details have `data` alone in one record. */
export interface Listed<T> {
  readonly data: readonly T[];
  readonly included?: { readonly [C in Collection]?: readonly Records[C][] };
  readonly meta: {
    readonly version: string;
    readonly total?: number | null;
    readonly totalIsLowerBound?: boolean;
    readonly groups?: number;
    readonly notes?: readonly string[];
  };
  readonly links: { readonly self: string; readonly next?: string | null };
}

/** A fault of a request, told to the model as it stands. */
export class ToolFault extends Error {}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly parameter?: string; readonly detail: string }[];
}

/** What a refusal says: each fault by its parameter, else the sentence of the whole. */
export function faultOf(status: number, body: unknown): ToolFault {
  const { title = "The request failed", detail, errors = [] } = (body ?? {}) as Problem;
  const lines = errors.map((one) => (one.parameter === undefined ? one.detail : `\`${one.parameter}\` ${one.detail}`));
  return new ToolFault(lines.length === 0 ? (detail ?? `${title} (${status})`) : lines.join("\n"));
}

/**
 * Asks for an address.
 * @throws ToolFault with the API's own words where it refuses
 */
export async function asked<T>(ask: Ask, address: string): Promise<T> {
  const { status, body } = await ask(address);
  if (status !== 200) throw faultOf(status, body);
  return body as T;
}

/** The records that an answer brought along, and those of its own list, by id. */
export function relatedOf({ included = {} }: Pick<Listed<unknown>, "included">): Related {
  return Object.fromEntries(
    COLLECTIONS.map((one) => [one, new Map((included[one] ?? []).map((record) => [record.id, record]))]),
  ) as unknown as Related;
}
