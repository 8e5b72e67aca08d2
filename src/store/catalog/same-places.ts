// Same places: which venues are one place, told from the records of all datasets alone, in whatever order they came.
//
// Two records are one place
// - by a point of a city or finer that is exactly the same, and a name that both have; or
// - by a name that both have, the kind of place and the state. A name behind which divisions follow, as GDELT writes it,
//   counts as the name before them where all records of that name have the same divisions: "San José, Heredia" and
//   "San José, San José" are two towns, and neither is the "San José" of another list.
// What tells two records apart weighs more: points farther apart than a town is wide, two states, or one dataset that has
// both and puts them into different places. A name that brings such two together says nothing of any of its records.
//
// Links are transitive. Where a chain of names would join two that are told apart, only what points say holds.
import { distance } from "../../query/space.ts";
import { finePoint, nameKeyOf, type Place, placeNames, pointKeyOf } from "./place-keys.ts";

/** Kilometres: two points of one town lie no farther apart. */
const TOWN = 50;

/** Whether two records cannot be one place. */
function areApart(one: Place, other: Place): boolean {
  if (one.country !== null && other.country !== null && one.country !== other.country) return true;
  if (one.dataset === other.dataset && one.within !== other.within) return true;
  if (one.location === null || other.location === null) return false;
  if (finePoint(one) === null || finePoint(other) === null) return false;
  return distance(one.location, other.location) > TOWN;
}

/** A name that more records have is no name of a place; and each of them is compared with each other. */
const MOST = 100;

const agree = (places: readonly Place[]) =>
  places.length <= MOST && places.every((one, at) => places.slice(at + 1).every((other) => !areApart(one, other)));

/** Sets of places that grow together. */
function unions(places: readonly Place[]) {
  const parents = new Map(places.map((place) => [place, place]));
  const rootOf = (place: Place): Place => {
    const parent = parents.get(place) ?? place;
    if (parent === place) return place;
    const root = rootOf(parent);
    parents.set(place, root);
    return root;
  };
  return {
    unite([first, ...more]: readonly Place[]) {
      if (first !== undefined) for (const one of more) parents.set(rootOf(one), rootOf(first));
    },
    classes: () => [...Map.groupBy(places, rootOf).values()],
  };
}

/** Places by a key; each has a place once. */
type ByKey = Map<string, Place[]>;

function put(keys: ByKey, key: string, place: Place): void {
  const there = keys.get(key);
  if (there === undefined) keys.set(key, [place]);
  else there.push(place);
}

/** The places that are one with each place, by id and sorted; those that stand alone are left out. */
export function samePlaces(places: readonly Place[]): ReadonlyMap<string, readonly string[]> {
  const byPoint: ByKey = new Map();
  const [byName, byHead]: [ByKey, ByKey] = [new Map(), new Map()];
  const divisions = new Map<string, Set<string>>();
  for (const place of places) {
    const { whole, heads } = placeNames(place);
    const point = finePoint(place);
    if (point !== null) for (const name of [...whole, ...heads.keys()]) put(byPoint, pointKeyOf(point, name), place);
    if (place.country === null) continue;
    for (const name of whole) put(byName, nameKeyOf(place, name), place);
    for (const [head, wholes] of heads) {
      const key = nameKeyOf(place, head);
      put(byHead, key, place);
      divisions.set(key, new Set([...(divisions.get(key) ?? []), ...wholes]));
    }
  }
  const [pointed, all] = [unions(places), unions(places)];
  for (const group of byPoint.values()) {
    if (!agree(group)) continue;
    pointed.unite(group);
    all.unite(group);
  }
  for (const [key, group] of byName) {
    if (!agree(group)) continue;
    all.unite(group);
    const headed = [...group, ...(byHead.get(key) ?? [])];
    if (divisions.get(key)?.size === 1 && agree(headed)) all.unite(headed);
  }
  const parts = new Map(pointed.classes().flatMap((one) => one.map((place) => [place, one] as const)));
  const partsOf = (one: readonly Place[]) => [...new Set(one.map((each) => parts.get(each) ?? []))].filter(agree);
  const sound = all.classes().flatMap((one) => (agree(one) ? [one] : partsOf(one)));
  return new Map(
    sound.flatMap((one) => {
      const ids = one.map(({ id }) => id).sort();
      return one.length < 2 ? [] : ids.map((id) => [id, ids.filter((other) => other !== id)] as const);
    }),
  );
}
