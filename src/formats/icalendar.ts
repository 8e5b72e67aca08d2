// iCalendar: a calendar to subscribe to (RFC 5545), of the events whose days are known.
//
// The library folds text a character at a time, which takes nine tenths of its time (seen with ical-generator 10.2.0),
// so events are written unfolded, as each of its objects gives them, and folded here, to the same octets.
import generate, {
  escape as escapeText,
  ICalCalendar,
  ICalEvent,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from "ical-generator";
import type { AnyRecord } from "../model/bundle.ts";
import type { EventDate } from "../model/dates.ts";
import type { Event } from "../model/event.ts";
import { EVENT_TYPES } from "../model/event-types.ts";
import { creditLine } from "./credits.ts";
import { type Lang, urnOf, wordsIn } from "./labels.ts";
import { surroundings } from "./places.ts";
import type { Related } from "./related.ts";

/** What the calendar depends on. */
interface Diary {
  readonly lang: Lang;
  /** Nothing, or the public address: without one there is no link, which must be absolute. */
  readonly base: string;
  readonly title: string;
  readonly related: Related;
  /** Events that there are in all, as far as they are counted. */
  readonly total: number | null;
  /** Where the events after these are. */
  readonly next: string | null;
}

/** RFC 5545 knows no "postponed": its day no longer holds, but it is not called off. */
const STATUS: { readonly [S in Event["status"]]: ICalEventStatus } = {
  occurred: ICalEventStatus.CONFIRMED,
  ongoing: ICalEventStatus.CONFIRMED,
  planned: ICalEventStatus.TENTATIVE,
  proposed: ICalEventStatus.TENTATIVE,
  postponed: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
};

/** An event whose day is only about right is not confirmed for it. */
const TENTATIVE = {
  ...STATUS,
  occurred: ICalEventStatus.TENTATIVE,
  ongoing: ICalEventStatus.TENTATIVE,
} as const satisfies typeof STATUS;

const WORDS = {
  en: {
    leftOut: (count: number) => `Events left out because their days are not known: ${count}.`,
    about: "date not certain",
    more: (count: number, total: number | null, next: string) =>
      `This is a part: ${total === null ? `${count} events` : `${count} of ${total} events`}. The next ones: ${next}`,
    qualified: (edtf: string) => `The date is uncertain or approximate in the source (EDTF: ${edtf}).`,
  },
  ru: {
    leftOut: (count: number) => `Событий, не вошедших в календарь, потому что их дни неизвестны: ${count}.`,
    about: "дата не точна",
    more: (count: number, total: number | null, next: string) =>
      `Это часть событий: ${total === null ? count : `${count} из ${total}`}. Следующие: ${next}`,
    qualified: (edtf: string) => `Дата в источнике предположительна или приблизительна (EDTF: ${edtf}).`,
  },
} as const;

/** Seconds after which a subscriber should ask again. */
const DAY = 86_400;
const LABELS = new Map(EVENT_TYPES.map(({ id, label }) => [id, label]));

/** Without what content lines may not hold (RFC 5545, section 3.1), and with one way to end a line. */
function plain(text: string): string {
  const lines = text.toWellFormed().replace(/\r\n|[\r\u2028\u2029]/g, "\n");
  return lines.replace(/(?![\t\n])\p{Cc}/gu, "");
}

const midnight = (day: string) => new Date(`${day}T00:00:00Z`);

/** The first day and the day after the last, where EDTF names both: a day, or an interval of days. */
function days(date: EventDate | null): { start: Date; end: Date } | null {
  if (date?.earliest == null || date.latest === null) return null;
  if (!/^\d{4}-\d\d-\d\d(?:\/\d{4}-\d\d-\d\d)?$/.test(date.edtf.replace(/[~?%]/g, ""))) return null;
  const end = midnight(date.latest);
  end.setUTCDate(end.getUTCDate() + 1);
  return { start: midnight(date.earliest), end };
}

function entry(event: Event, { lang, base, related }: Diary): ICalEventData | null {
  const period = days(event.date);
  if (period === null || event.date === null) return null;
  const { certain, edtf } = event.date;
  const qualified = certain ? null : WORDS[lang].qualified(edtf);
  const { venues, sources } = related;
  const credit = creditLine(event.sources, sources, lang);
  const texts = [wordsIn(event.summary, lang), wordsIn(event.description, lang), qualified, credit];
  const description = texts.filter((text) => text !== null).join("\n\n");
  const title = wordsIn(event.title, lang) ?? event.id;
  const around = surroundings(venues.get(event.venue ?? ""), venues);
  const stops = event.stops.flatMap((id) => venues.get(id) ?? []);
  const places = [...stops, ...around].map((venue) => wordsIn(venue.names, lang));
  const stamp = midnight(event.updated);
  return {
    id: urnOf("events", event.id),
    ...period,
    allDay: true,
    stamp,
    lastModified: stamp,
    sequence: 0,
    status: certain ? STATUS[event.status] : TENTATIVE[event.status],
    transparency: ICalEventTransparency.TRANSPARENT,
    // Most programs show nothing else of it.
    summary: plain(certain ? title : `${title} (${WORDS[lang].about})`),
    description: description === "" ? null : plain(description),
    location: places.length === 0 ? null : plain(places.join(", ")),
    categories: [{ name: LABELS.get(event.type)?.[lang] ?? event.type }],
    url: base === "" ? null : `${base}/v1/events/${event.id}`,
  };
}

/** Events that are written at a time: each takes some ten microseconds. */
const AT_A_TIME = 25;

const END = "END:VCALENDAR";

/** The properties of a calendar. */
function head(description: string, { lang, title }: Diary): string {
  return generate({
    prodId: { company: "Communique", product: "Diplomatic events", language: lang },
    // No METHOD: it would make an iTIP message of the calendar, which needs an ORGANIZER (RFC 5545, section 3.7.2).
    // The library writes these two as they are.
    name: escapeText(plain(title), false),
    description: escapeText(description, false),
    ttl: DAY,
  })
    .toString()
    .slice(0, -END.length);
}

/** Octets of a line without its break and the space that continues it (RFC 5545, section 3.1: 75 with that). */
const LINE = 74;

/** Content lines that end, none longer than {@link LINE} octets: cut between characters of well-formed text. */
export function folded(text: string): string {
  return text.replace(/[^\r\n]{25,}/g, (line) => {
    // A code unit of UTF-16 has at most three octets.
    if (Buffer.byteLength(line) <= LINE) return line;
    const octets = Buffer.from(line);
    const parts: string[] = [];
    for (let at = 0, end = LINE; at < octets.length; at = end, end += LINE) {
      // The octets of a character after its first are 10xxxxxx (RFC 3629, section 3).
      while (((octets[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end--;
      parts.push(octets.toString("utf8", at, end));
    }
    return parts.join("\r\n ");
  });
}

export const ics = {
  *write(records: readonly AnyRecord[], context: Diary): Generator<string> {
    const isLeftOut = ({ date }: Event) => days(date) === null;
    const leftOut = (records as readonly Event[]).filter(isLeftOut).length;
    const { lang, total, next } = context;
    const more = next === null ? [] : [WORDS[lang].more(records.length, total, next)];
    const description = [WORDS[lang].leftOut(leftOut), ...more].join(" ");
    // COMMENT belongs to components alone, and a calendar's own properties stand before them (section 3.6); the
    // library writes X- properties after, so the count is put in here.
    yield `${head(description, context)}X-COMMUNIQUE-LEFT-OUT:${leftOut}\r\n`;
    const whole = new ICalCalendar();
    for (let at = 0; at < records.length; at += AT_A_TIME) {
      const some = (records as readonly Event[]).slice(at, at + AT_A_TIME);
      const events = some.map((event) => entry(event, context)).filter((event) => event !== null);
      yield folded(events.map((event) => new ICalEvent(event, whole).toString()).join(""));
    }
    // Section 3.1: the last line ends too.
    yield `${END}\r\n`;
  },
};
