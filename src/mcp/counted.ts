// Counted: a group of a count, or a pair of states with what they did together.
import { compact, type Shape } from "./shapes.ts";

interface Keyed {
  readonly keys: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, { readonly en?: string } | null>>;
  readonly count: number;
  readonly href: string;
}

interface Paired {
  readonly countries: readonly string[];
  readonly count: number;
  readonly first: { readonly date: { readonly edtf: string } | null } | null;
  readonly last: { readonly date: { readonly edtf: string } | null } | null;
  readonly href: string;
}

export type Group = Keyed | Paired;

/** A group with the labels of its keys and the address of its list; a null key is what is unknown. */
export function countedOf(group: Group, base: string): Shape {
  const json = group.href.startsWith("/") ? `${base}${group.href}` : group.href;
  if ("keys" in group) {
    const labels = Object.fromEntries(
      Object.entries(group.labels ?? {}).flatMap(([name, label]) =>
        label?.en === undefined ? [] : [[name, label.en]],
      ),
    );
    return { ...group.keys, ...(Object.keys(labels).length === 0 ? {} : { labels }), count: group.count, json };
  }
  return compact({
    states: group.countries,
    count: group.count,
    first: group.first?.date?.edtf,
    last: group.last?.date?.edtf,
    json,
  });
}
