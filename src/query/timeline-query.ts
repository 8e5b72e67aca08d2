// The timeline: its query string, and how exactly each date can be drawn.
import type { z } from "zod";
import { lastOf } from "../model/date/calendar.ts";
import type { EventDate } from "../model/dates.ts";
import { cursorParameter, type Language, LIMIT, labelsParameter, limitParameter } from "./list-parameters.ts";
import { checked, criteriaOf, filterShape, type ParameterValues, positionOf } from "./list-query.ts";
import { fingerprintOf, type ListPlan } from "./plan.ts";
import type { StateCodes } from "./states.ts";

/** A page of the timeline; `all` are the same conditions with records that have no date. */
export interface TimelinePlan {
  readonly plan: ListPlan;
  readonly all: ListPlan["criteria"];
  /** The language of the names of all that the answer has; null sends none. */
  readonly labels: Language | null;
}

/** The schema of the query string: every filter of events, in order of date. */
export function timelineQuery(stateCodes: StateCodes) {
  const shape: Record<string, z.ZodType> = {
    ...filterShape("events", stateCodes),
    limit: limitParameter(LIMIT.most, LIMIT.usual),
    cursor: cursorParameter,
    labels: labelsParameter,
  };
  return checked(shape).transform((given, context): TimelinePlan => {
    const values = given as ParameterValues;
    const all = criteriaOf("events", values);
    const open = all.window.from === null && all.window.to === null;
    // Records without a date match no window, and the widest one excludes no other.
    const window = open ? { from: "0000-01-01", to: "9999-12-31", certainty: "possible" as const } : all.window;
    const criteria = { ...all, window };
    const sort = { key: "date", descending: false } as const;
    const fingerprint = fingerprintOf(criteria, sort);
    const after = positionOf(values.cursor, fingerprint, context);
    const limit = values.limit ?? LIMIT.usual;
    const plan: ListPlan = { criteria, sort, limit, after, count: "bounded", sample: null, fingerprint };
    return { plan, all, labels: values.labels ?? null };
  });
}

export const PRECISIONS = ["day", "month", "year", "range", "open"] as const;
type Precision = (typeof PRECISIONS)[number];

/** How exactly a date is known: a day, a month or a year that it lies in, some other range, or one with an open end. */
export function precisionOf({ edtf, earliest, latest }: EventDate): Precision {
  if (earliest === null || latest === null) return "open";
  if (earliest === latest) return "day";
  // An interval or a set that happens to be a month says more than a month does.
  if (/[/[{]/.test(edtf)) return "range";
  const month = earliest.slice(0, 7);
  if (earliest === `${month}-01` && latest === `${month}-${lastOf(Number(month.slice(0, 4)), Number(month.slice(5)))}`)
    return "month";
  const year = earliest.slice(0, 4);
  return earliest === `${year}-01-01` && latest === `${year}-12-31` ? "year" : "range";
}
