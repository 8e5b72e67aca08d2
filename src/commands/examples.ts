// Examples: what the OpenAPI document shows for each operation: its answer to a small question, over fixed records.
import type { buildApp } from "../app.ts";

const TALKS = "2023-10-17-tokayev-xi-talks";
const FIGURE = "2023-10-17-investment-volume";
const QUOTE = "2023-10-17-tokayev-on-belt-and-road";

/** What is asked for the example of each operation: what is typical of it, in few words. */
const QUESTIONS: Readonly<Record<string, string>> = {
  listEvents: "/v1/events?type=talks&fields=type,status,title,date,countries,venue&labels=en",
  getEvent: `/v1/events/${TALKS}?fields=-provenance`,
  getEventEvidence: "/v1/events/2023-prc-74th-anniversary/evidence",
  listParticipants: "/v1/participants?kind=country&limit=1&fields=-provenance",
  getParticipant: "/v1/participants/xi-jinping?fields=-provenance",
  getParticipantEvidence: "/v1/participants/zakon-kz/evidence",
  listVenues: "/v1/venues?kind=city&limit=1&fields=-provenance",
  getVenue: "/v1/venues/great-hall-of-the-people?fields=-provenance&include=venues",
  getVenueEvidence: "/v1/venues/hangzhou/evidence",
  listQuotes: "/v1/quotes?limit=1&fields=speaker,date,language,text,translations.en",
  getQuote: `/v1/quotes/${QUOTE}?fields=-provenance,-segments`,
  getQuoteEvidence: "/v1/quotes/2023-10-17-on-strategic-partnership/evidence",
  listFigures: "/v1/figures?kind=money&fields=raw,value,currency,measure,claimant,asOf.edtf&labels=en",
  getFigure: `/v1/figures/${FIGURE}?fields=-provenance`,
  getFigureEvidence: "/v1/figures/2023-10-17-tourism-year-2024/evidence",
  listSources: "/v1/sources?limit=1&fields=-provenance",
  getSource: "/v1/sources/zakon-kz-2023-10-17?fields=-provenance",
  getSourceEvidence: "/v1/sources/akorda-2023-10-17/evidence",
  // The only source of which the answer is short.
  getSourceSpans: "/v1/sources/akorda-2023-10-17/spans",
  listParticipations: "/v1/participations?type=theme-year&limit=1",
  listTables: "/v1/tables",
  getTableSchema: "/v1/tables/events?columns=id,dateEdtf,countries",
  search: "/v1/search?q=инвестиций&limit=2",
  suggest: "/v1/suggest?q=Tokaev&limit=2",
  listChanges: "/v1/changes?since=2023-01-01&limit=2",
  countEvents: "/v1/stats/events?by=status",
  countParticipants: "/v1/stats/participants?by=kind",
  countVenues: "/v1/stats/venues?by=kind&limit=2",
  countQuotes: "/v1/stats/quotes?by=speaker",
  countFigures: "/v1/stats/figures?by=kind&limit=2",
  countSources: "/v1/stats/sources?by=kind",
  listDyads: "/v1/dyads",
  getDyad: "/v1/dyads/KZ/CN?to=2022&labels=en",
  getTimeline: "/v1/timeline?limit=2",
  listVocabularies: "/v1/vocabularies",
  getVocabulary: "/v1/vocabularies/ranks",
  getIndex: "/v1",
  listDatasets: "/v1/datasets",
  getApiCatalog: "/.well-known/api-catalog",
  getLiveness: "/livez",
  getReadiness: "/readyz",
  listProblems: "/problems",
  getProblem: "/problems/invalid-request",
  getHome: "/",
};

/** The answers of a server to all of these, by operationId. */
export async function examplesFrom(app: Awaited<ReturnType<typeof buildApp>>): Promise<Record<string, unknown>> {
  const examples: Record<string, unknown> = {};
  for (const [operation, url] of Object.entries(QUESTIONS)) {
    const headers = { accept: "application/json, application/*" };
    const { statusCode, body } = await app.inject({ url: encodeURI(url), headers });
    if (statusCode !== 200) throw new Error(`the example of ${operation} is answered with ${statusCode}: ${body}`);
    examples[operation] = JSON.parse(body);
  }
  return examples;
}
