// Reference tables: countries, former states and CAMEO codes, read and checked.
import { z } from "zod";
import { dateFault } from "../../model/dates.ts";
import { CameoTerm, Country, HistoricState, type Reference } from "../../model/reference.ts";
import { shapeFaults } from "../checks/shape.ts";
import type { DataFile, Directory } from "../input/directory.ts";
import { brief, type Fault } from "../input/faults.ts";
import { below } from "../input/pointers.ts";

/** Where the rows of a table come from and on what terms. */
const sources = z.array(z.strictObject({ name: z.string().min(1), what: z.string(), licence: z.string() })).min(1);

const CountryTable = z.strictObject({ sources, countries: z.array(Country).min(1) });
const StateTable = z.strictObject({ sources, states: z.array(HistoricState) });
const CameoTable = z.strictObject({ sources, codes: z.array(CameoTerm).min(1) });

/** Reads the tables; one that is faulty is empty, and its faults are told. */
export function readReference({ countries, historicStates, cameo }: Directory["fixed"]): {
  reference: Reference;
  faults: Fault[];
} {
  const faults: Fault[] = [];
  const reference = {
    countries: parse(countries, CountryTable, faults)?.countries ?? [],
    historicStates: parse(historicStates, StateTable, faults)?.states ?? [],
    cameo: parse(cameo, CameoTable, faults)?.codes ?? [],
  };
  faults.push(
    ...repeated(countries.file, "/countries", reference.countries, "id"),
    ...repeated(historicStates.file, "/states", reference.historicStates, "id"),
    ...repeated(cameo.file, "/codes", reference.cameo, "code"),
    ...history(historicStates.file, reference),
  );
  return { reference, faults };
}

function parse<T extends z.ZodType>({ file, value }: DataFile, schema: T, faults: Fault[]): z.infer<T> | null {
  if (value === undefined) return null;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  faults.push(...shapeFaults(file, value, schema));
  return null;
}

function* repeated<Key extends string>(file: string, place: string, rows: readonly Record<Key, string>[], key: Key) {
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    if (seen.has(row[key])) {
      yield { file, pointer: below(place, at, key), message: `${brief(row[key])} is already in this table` };
    }
    seen.add(row[key]);
  }
}

function* history(file: string, { countries, historicStates }: Reference): Generator<Fault> {
  const known = new Set([...countries, ...historicStates].map(({ id }) => id));
  for (const [at, state] of historicStates.entries()) {
    const place = below("/states", at);
    if (countries.some(({ id }) => id === state.id)) {
      yield { file, pointer: below(place, "id"), message: `${brief(state.id)} is the id of a present country` };
    }
    for (const [nth, successor] of state.successors.entries()) {
      if (countries.length === 0 || known.has(successor)) continue;
      yield { file, pointer: below(place, "successors", nth), message: `no state has the id ${brief(successor)}` };
    }
    for (const key of ["from", "to"] as const) {
      const date = state[key];
      const fault = date === null ? null : dateFault(date);
      if (fault !== null) yield { file, pointer: below(place, key), message: `${brief(date)} is ${fault}` };
    }
  }
}
