// CAMEO codes of GDELT: the event type, the PLOVER category and the words of the title that a code stands for.
//
// The type of a row follows from its code alone: the type that lists the code, else that of its longest beginning, at
// last that of its root. So 036 is an invitation and 040 a meeting, although the coder may have meant a plan to meet or
// a summit: the code is all that there is.
//
// Diplomatic scope, the default of `import gdelt`, is CAMEO roots 01 to 06 in which at least one actor is a known state
// and the two are not one state (`validate.ts`).
//
// Two digits are no event code. GDELT gives three or more; `20` is what a spreadsheet makes of 020, and would turn an
// appeal into mass violence.
import type { Codes } from "../../model/codes.ts";
import type { Event } from "../../model/event.ts";
import { EVENT_TYPES } from "../../model/event-types.ts";
import type { Label } from "../../model/labels.ts";
import type { CameoTerm, Reference } from "../../model/reference.ts";

/** All that follows from a code alone. */
export interface EventCoding {
  readonly code: string;
  readonly type: Event["type"];
  readonly reciprocal: boolean | null;
  readonly plover: Codes["plover"];
  readonly cameo: Codes["cameo"];
  /** The act, as it stands after the names of the actors. */
  readonly act: Label;
  /** Roots 01 to 06: verbal and material cooperation, the business of diplomats. */
  readonly diplomatic: boolean;
}

/** Roots that share another root's type. */
const ROOTS: Readonly<Record<string, string>> = { "09": "accuse", "19": "assault", "20": "assault" };

/** The type that lists the code; else that of its longest beginning, at last that of its root. */
function typeOf(code: string): Event["type"] {
  for (let part = code; part.length >= 3; part = part.slice(0, -1)) {
    const listed = EVENT_TYPES.find(({ cameo }) => (cameo as readonly string[]).includes(part));
    if (listed !== undefined) return listed.id;
  }
  const root = code.slice(0, 2);
  const found = EVENT_TYPES.find(
    ({ id, cameo }) => id === ROOTS[root] || (cameo as readonly string[]).includes(`${root}0`),
  );
  if (found === undefined) throw new Error(`no event type has the CAMEO root ${root}`);
  return found.id;
}

/**
 * The codes that a row may carry. Roots alone are none: GDELT gives three digits or more, and two are a code whose
 * leading zero a spreadsheet took away (020, an appeal, read as 20, mass violence).
 */
export function codings({ cameo }: Reference): ReadonlyMap<string, EventCoding> {
  const terms = cameo.filter(({ code }) => code.length > 2);
  return new Map(terms.map((term) => [term.code, codingOf(term)]));
}

function codingOf({ code, name, plover }: CameoTerm): EventCoding {
  const type = typeOf(code);
  const en = name.en ?? code;
  return {
    code,
    type,
    reciprocal: type === "talks" ? true : null,
    plover: plover as Codes["plover"],
    cameo: { code },
    act: { en: small(en), ru: small(name.ru ?? en) },
    diplomatic: code < "07",
  };
}

function small(text: string): string {
  return `${text[0]?.toLowerCase() ?? ""}${text.slice(1)}`;
}
