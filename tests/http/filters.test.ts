// Filters over HTTP: what each finds in the curated records, record by record.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const { get } = useServer();

/** The events of the first article by short names, in the usual order: by date from the last, then by id. */
const EVENTS = {
  tourismYear: "2024-kazakhstan-tourism-year-in-china",
  proposedVisit: "2024-xi-state-visit-to-kazakhstan",
  guard: "2023-10-17-guard-of-honour-for-tokayev",
  invitingXi: "2023-10-17-tokayev-invitation-to-xi",
  talks: "2023-10-17-tokayev-xi-talks",
  visit: "2023-10-tokayev-visit-to-china",
  forum: "2023-10-belt-and-road-forum",
  anniversary: "2023-prc-74th-anniversary",
  visitOf2022: "2022-09-xi-state-visit-to-kazakhstan",
  speechOf2013: "2013-xi-belt-and-road-speech-in-astana",
  games: "2023-hangzhou-asian-games",
  invitingTokayev: "2023-xi-invitation-to-tokayev",
} as const;
type Name = keyof typeof EVENTS;
const NAMES = Object.keys(EVENTS) as Name[];
const all = NAMES.join(" ");

async function idsOf(path: string): Promise<string[]> {
  const { status, json } = await get(path);
  expect([status, json.errors]).toEqual([200, undefined]);
  expect(json.meta.total).toBe(json.data.length);
  return json.data.map(({ id }: { id: string }) => id);
}

const short = (id: string) => NAMES.find((name) => EVENTS[name] === id) ?? id;

/** Each question and the short names of what it finds; `-` before the first means all but these. */
function finds(rows: readonly (readonly [query: string, names: string])[]): void {
  test.each(rows)("GET /v1/events?%s finds %s", async (query, names) => {
    const but = names.startsWith("-") ? names.slice(1).split(" ") : [];
    const wanted = names.startsWith("-")
      ? NAMES.filter((name) => !but.includes(name))
      : names.split(" ").filter(Boolean);
    expect((await idsOf(`/v1/events?${query}`)).map(short).join(" ")).toBe(wanted.join(" "));
  });
}

describe("events by participants", () => {
  finds([
    ["", all],
    ["country.all=KZ,CN&from=2022&to=2022", "visitOf2022"],
    ["country=KZ", "-anniversary speechOf2013 games"],
    ["country=kaz", "-anniversary speechOf2013 games"],
    ["country=kz", "-anniversary speechOf2013 games"],
    ["country=!KZ", "anniversary speechOf2013 games"],
    ["country=CN", all],
    ["country=!cn", ""],
    ["country=KZ,SU", "-anniversary speechOf2013 games"],
    ["country=SU", ""],
    ["country=SUN", ""],
    ["country=CS", ""],
    ["country=soviet-union", ""],
    ["country=!SU", all],
    ["country=null", ""],
    ["country=!null", all],
    ["participant=kz", "tourismYear proposedVisit visitOf2022"],
    ["participant=xi-jinping", "-tourismYear guard anniversary games"],
    ["participant.all=xi-jinping,kassym-jomart-tokayev", "invitingXi talks visit forum invitingTokayev"],
    ["participant=xi-jinping,kassym-jomart-tokayev", "-tourismYear anniversary games"],
    ["participant=!xi-jinping", "tourismYear guard anniversary games"],
    ["role=visitor", "proposedVisit visit visitOf2022"],
    ["role=!visitor,host,inviter", "talks anniversary speechOf2013 games"],
  ]);
});

describe("events by several filters of one participation", () => {
  finds([
    ["role=visitor&country=CN", "proposedVisit visitOf2022"],
    ["role=visitor&country=KZ", "visit"],
    ["role=visitor&country=!CN", "visit"],
    ["role=visitor&participant=xi-jinping", "proposedVisit visitOf2022"],
    ["role=host&participant=xi-jinping", "visit"],
    ["role=host&country=KZ", "proposedVisit visitOf2022"],
    ["participant=xi-jinping&country=KZ", ""],
    ["participant=xi-jinping&country=CN&role=host", "visit"],
    ["country.all=KZ,CN&role=participant", "talks"],
    ["country=KZ&role=visitor,participant", "talks visit forum"],
    ["country=KZ&role.all=visitor,host", ""],
    ["country=!null&role=!visitor", "-proposedVisit visit visitOf2022"],
    ["role=visitor&country=CN&status=proposed", "proposedVisit"],
  ]);
});

describe("events by a filter given again", () => {
  const states = "-anniversary speechOf2013 games";
  finds([
    ["country=KZ&country=SU", states],
    ["country[]=KZ&country[]=SU", states],
    ["country=KZ&country[]=SU", states],
    ["country=!KZ&country=!SU", "anniversary speechOf2013 games"],
    ["type=talks&type=ceremony", "guard talks"],
    ["topic=trade&topic=sport", "talks games"],
    ["topic.all=trade&topic.all=tourism", "talks"],
    ["topic.all[]=trade&topic.all[]=tourism", "talks"],
    ["topic.all=trade,tourism&topic=sport", ""],
    ["topic.all=trade,tourism&topic=sport,belt-and-road", "talks"],
    ["country.all=KZ", states],
    ["country.all=KZ,SU", ""],
    ["role=visitor&country.all=KZ,CN", ""],
    ["role.all=visitor,host&country.all=KZ,CN", "proposedVisit visit visitOf2022"],
  ]);

  test.each([
    ["country=KZ&country=CN", "`country` is given 2 times: repeated names mean any; both states: country.all=KZ,CN"],
    [
      "topic[]=trade&topic=sport,null",
      "`topic` is given 2 times: repeated names mean any; all of them: topic.all=trade,sport",
    ],
    ["type=talks&type=visit", "`type` is given 2 times: repeated names mean any"],
  ])("%s: meta.notes says how it is read", async (query, note) => {
    for (const path of ["/v1/events", "/v1/stats/events", "/v1/timeline"]) {
      expect((await get(`${path}?${query}`)).json.meta.notes).toContain(note);
    }
  });

  test.each(["country=!KZ&country=!CN", "country=KZ,CN", "country.all=KZ,CN"])("%s needs no note", async (query) => {
    const { notes } = (await get(`/v1/events?${query}`)).json.meta;
    expect(notes.filter((note: string) => note.includes("repeated"))).toEqual([]);
  });
});

describe("events by type, status, topic and codes", () => {
  finds([
    ["type=visit", "proposedVisit visit visitOf2022"],
    ["type=!visit", "-proposedVisit visit visitOf2022"],
    ["type=!visit,invitation", "-proposedVisit visit visitOf2022 invitingXi invitingTokayev"],
    ["type=talks,ceremony", "guard talks"],
    ["type=aid", ""],
    ["type=null", ""],
    ["status=proposed", "proposedVisit"],
    ["status=planned", "tourismYear forum"],
    ["status=ongoing", "visit"],
    ["status=!occurred", "tourismYear proposedVisit visit forum"],
    ["rank=state", "proposedVisit visitOf2022"],
    ["rank=null", "-proposedVisit visitOf2022"],
    ["rank=!null", "proposedVisit visitOf2022"],
    ["rank=!state", "-proposedVisit visitOf2022"],
    ["rank=!state,null", ""],
    ["rank=state,null", all],
    ["type=visit&rank=null", "visit"],
    ["topic=belt-and-road", "talks visit forum speechOf2013 invitingTokayev"],
    ["topic.all=tourism,trade", "talks"],
    ["topic=trade,sport", "talks games"],
    ["topic.all=bilateral-relations&topic=!tourism", "proposedVisit invitingXi visit visitOf2022 invitingTokayev"],
    ["cameo=04", "talks visit forum visitOf2022"],
    ["cameo=042", "visit visitOf2022"],
    ["cameo=01,046", "guard talks speechOf2013"],
    ["cameo=!04", "-talks visit forum visitOf2022"],
    ["cameo=null", "tourismYear proposedVisit anniversary games"],
    ["cameo=20", ""],
    ["plover=AGREE", "invitingXi invitingTokayev"],
    ["plover=null", "tourismYear proposedVisit guard anniversary speechOf2013 games"],
    ["updatedSince=2026-11-24", all],
    ["updatedSince=9999-12-31", ""],
  ]);
});

describe("events by venue", () => {
  finds([
    ["venue=great-eastern-hall", "talks"],
    ["venue=great-hall-of-the-people", "talks"],
    ["venue=beijing", "talks"],
    ["venue=china", "tourismYear talks visit games"],
    ["venue=kazakhstan", "proposedVisit visitOf2022 speechOf2013"],
    ["venue=beijing,hangzhou", "talks games"],
    ["venue.all=china,beijing", "talks"],
    ["venue.all=china&venue=!beijing", "tourismYear visit games"],
    ["venue=!china", "-tourismYear talks visit games"],
    ["venue=null", "guard invitingXi forum anniversary invitingTokayev"],
    ["venue=!null&venue=!china", "proposedVisit visitOf2022 speechOf2013"],
    ["venueCountry=CN", "tourismYear talks visit games"],
    ["venueCountry=kaz", "proposedVisit visitOf2022 speechOf2013"],
    ["country=KZ&venueCountry=CN", "tourismYear talks visit"],
    ["venueCountry=null", "guard invitingXi forum anniversary invitingTokayev"],
  ]);
});

describe("events by related records", () => {
  finds([
    [`partOf=${EVENTS.visit}`, "guard talks"],
    [`partOf=${EVENTS.talks}`, "invitingXi"],
    ["partOf=!null", "guard invitingXi talks"],
    [`relatedTo=${EVENTS.forum}`, "visit invitingTokayev"],
    [`relatedTo=${EVENTS.guard}`, "talks"],
    [`relatedTo=${EVENTS.talks}`, "guard anniversary visitOf2022 speechOf2013 games invitingTokayev"],
    [`relatedTo.all=${EVENTS.forum},${EVENTS.talks}`, "invitingTokayev"],
    ["relatedTo=null", "tourismYear"],
    ["source=akorda-2023-10-17", "guard talks"],
    ["source=!akorda-2023-10-17", "-guard talks"],
    ["source.all=zakon-kz-2023-10-17,akorda-2023-10-17", "guard talks"],
  ]);
});

describe("events by date", () => {
  finds([
    ["from=2022&to=2022", "visitOf2022"],
    ["from=2022-09&to=2022-09", "visitOf2022"],
    ["from=2022-09-30&to=2022-09-30", "visitOf2022"],
    ["from=2022-10&to=2022-12", ""],
    ["to=2013", "speechOf2013"],
    ["to=2012", ""],
    ["from=2024", "tourismYear proposedVisit"],
    ["from=2025", ""],
    ["from=2023-10-17&to=2023-10-17", "-tourismYear proposedVisit visitOf2022 speechOf2013"],
    ["from=2023-10-16&to=2023-10-16", "forum anniversary"],
    ["from=2023-10-18&to=2023", "forum anniversary"],
    ["from=2023-10-17&to=2023-10-17&certainty=possible", "-tourismYear proposedVisit visitOf2022 speechOf2013"],
    ["from=2023-10-17&to=2023-10-17&certainty=certain", "guard invitingXi talks"],
    ["from=2023-10&to=2023-10&certainty=certain", "guard invitingXi talks forum"],
    ["to=2023-10-17&certainty=certain", "guard invitingXi talks visitOf2022 speechOf2013 games invitingTokayev"],
    ["from=2013&to=2023-10-17&certainty=certain", "guard invitingXi talks visitOf2022 speechOf2013"],
    ["from=2024-01-02&certainty=certain", ""],
  ]);
});

describe("filters of other collections", () => {
  const day = "2023-10-17";
  test.each<[string, string[]]>([
    [
      "quotes",
      ["on-strategic-partnership", "tokayev-on-belt-and-road", "tokayev-on-cooperation", "tokayev-on-invitation"],
    ],
    ["quotes?mode=direct", ["tokayev-on-belt-and-road", "tokayev-on-cooperation"]],
    ["quotes?mode=!direct", ["on-strategic-partnership", "tokayev-on-invitation"]],
    ["quotes?addressee=xi-jinping", ["tokayev-on-belt-and-road", "tokayev-on-cooperation"]],
    ["quotes?addressee=null", ["on-strategic-partnership", "tokayev-on-invitation"]],
    ["quotes?mentions=astana", ["tokayev-on-belt-and-road"]],
    ["quotes?mentions.all=kz,cn&mode=indirect", ["on-strategic-partnership"]],
    ["quotes?mentions=2023-10-17-investment-volume", ["tokayev-on-cooperation"]],
    ["quotes?speaker=!kassym-jomart-tokayev", []],
    ["quotes?language=en", []],
    [
      "quotes?from=2023-10-17&to=2023-10-17&certainty=certain&mode=direct&mentions=astana",
      ["tokayev-on-belt-and-road"],
    ],
    ["quotes?from=2023-10-18", []],
    [`quotes?event=${EVENTS.talks}&addressee=null`, ["on-strategic-partnership", "tokayev-on-invitation"]],
    ["figures?kind=money", ["investment-volume"]],
    ["figures?kind=ordinal", ["19th-asian-games", "3rd-belt-and-road-forum", "prc-74th-anniversary"]],
    ["figures?unit=project", ["joint-projects"]],
    ["figures?unit=null", ["investment-volume", "tourism-year-2024"]],
    ["figures?currency=USD", ["investment-volume"]],
    ["figures?currency=!null", ["investment-volume"]],
    ["figures?unit=project&min=52&max=52", ["joint-projects"]],
    ["figures?unit=project&min=52.000000000000000001", []],
    ["figures?currency=USD&min=3&max=30000000000", ["investment-volume"]],
    ["figures?currency=USD&max=3", []],
    ["figures?stage=under-way", ["investment-volume", "joint-projects"]],
    ["figures?additive=true", []],
    ["figures?additive=false&kind=money", ["investment-volume"]],
    ["figures?quote=2023-10-17-tokayev-on-invitation", ["3rd-belt-and-road-forum"]],
    ["figures?claimant=null", []],
    [
      "figures?unit=edition,anniversary&sort=value",
      ["3rd-belt-and-road-forum", "19th-asian-games", "prc-74th-anniversary"],
    ],
    [
      "figures?unit=edition,anniversary&sort=-value",
      ["prc-74th-anniversary", "19th-asian-games", "3rd-belt-and-road-forum"],
    ],
  ])("GET %s", async (query, names) => {
    expect(await idsOf(`/v1/${query}`)).toEqual(names.map((name) => `${day}-${name}`));
  });

  test.each<[string, string]>([
    ["participants?kind=person", "kassym-jomart-tokayev xi-jinping"],
    ["participants?country=KZ", "akorda kassym-jomart-tokayev kz kz-delegation-2023-10-17 zakon-kz"],
    ["participants?country=KZ&kind=country", "kz"],
    ["participants?country=!kz", "cn cn-delegation-2023-10-17 xi-jinping"],
    ["participants?country=null", ""],
    ["venues?kind=city", "astana beijing hangzhou"],
    ["venues?within=china", "beijing great-eastern-hall great-hall-of-the-people hangzhou"],
    ["venues?within.all=china,beijing", "great-eastern-hall great-hall-of-the-people"],
    ["venues?within=null", "china kazakhstan"],
    ["venues?country=KZ", "astana kazakhstan"],
    ["sources?publisher=akorda", "akorda-2023-10-17"],
    ["sources?language=ru", "zakon-kz-2023-10-17"],
    ["sources?language=null", "akorda-2023-10-17"],
    ["sources?kind=!article", "akorda-2023-10-17"],
  ])("GET %s", async (query, ids) => expect((await idsOf(`/v1/${query}`)).join(" ")).toBe(ids));
});
