// Questions of docs/questions.md as tool calls: one each.

export interface Call {
  /** Words by which the question is known. */
  readonly question: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What the answer must have. */
  readonly found: RegExp;
}

const TALKS = /2023-10-17-tokayev-xi-talks/;
const call = (question: string, tool: string, given: Readonly<Record<string, unknown>>, found: RegExp): Call => ({
  question,
  tool,
  arguments: given,
  found,
});

export const CALLS: readonly Call[] = [
  call(
    "Who met whom",
    "find_events",
    { type: "talks", from: "2023-10-17", to: "2023-10-17", filters: "venue=beijing" },
    /Xi Jinping/,
  ),
  call(
    "state visits",
    "find_events",
    { type: "visit", from: "2022", to: "2022", status: ["occurred"], filters: "rank=state" },
    /2022-09-xi/,
  ),
  call("two states do together", "pair_of_states", { a: "KZ", b: "CN" }, /"all":9/),
  call("either of two states", "find_events", { country: "KZ,UZ", dataset: "all" }, /"dataset":"gdelt"/),
  call("without another", "find_events", { country: "!CN", dataset: "all", filters: "country.all=KZ" }, /gdelt/),
  call("leader receive", "find_events", { participant: "xi-jinping", filters: "role=host" }, /visitor, for kz/),
  call(
    "two people meet",
    "find_events",
    { type: "talks,visit,forum", filters: "participant.all=xi-jinping,kassym-jomart-tokayev" },
    /great-eastern-hall/,
  ),
  call("about a topic", "find_quotes", { mentions: "astana" }, /Астане/),
  call("to another", "find_quotes", { speaker: "kassym-jomart-tokayev", addressee: "xi-jinping" }, /on-cooperation/),
  call("In which words", "find_quotes", { q: "инвестиций", mode: ["direct"] }, /инвестиций/),
  call("above an amount", "find_figures", { currency: "USD", min: "1000000000" }, /21 billion US dollars/),
  call("belong to an event", "find_figures", { event: "2023-10-17-tokayev-xi-talks" }, /2023-10-17-/),
  call("invited", "find_events", { type: "invitation" }, /"stage":"extended"/),
  call("only proposed", "find_events", { status: ["planned", "proposed"] }, /2024-xi-state-visit/),
  call("a source report", "find_events", { filters: "source=zakon-kz-2023-10-17" }, /"total":12/),
  call("two sources", "find_events", { filters: "source.all=zakon-kz-2023-10-17,akorda-2023-10-17" }, /"total":2/),
  call(
    "support a value",
    "read_record",
    { collection: "figures", id: "2023-10-17-investment-volume", path: "/raw" },
    /21 млрд/,
  ),
  call("within a box", "find_events", { filters: "bbox=110,35,120,45" }, TALKS),
  call("near a place", "find_events", { filters: "near=39.9,116.4&radius=100" }, TALKS),
  call("first and last", "pair_of_states", { a: "kz", b: "CHN" }, /"last":"Visit of/),
  call("most often", "count", { collection: "events", by: "pair", dataset: "all" }, /"states":\["fi","us"\]/),
  call("each year", "count", { collection: "events", by: "year", sort: "key", dataset: "all" }, /"year":"1960"/),
  call("kinds of events", "count", { collection: "events", by: "type,status" }, /"status":"proposed"/),
  call("as a table", "find_events", { dataset: "all" }, /"csv":"[^"]*format=csv"/),
  call("changed since", "about", { topic: "changes", since: "2026-01-01" }, /"links"/),
  call("bodies of a state", "search", { collection: "participants", filters: "country=KZ" }, /akorda/),
  call("name in Russian", "search", { q: "Токаев", collection: "participants" }, /"id":"kassym-jomart-tokayev"/),
  call("mentioned at all", "search", { q: "инвестиции" }, /on-cooperation/),
  call("parts has a visit", "find_events", { filters: "partOf=2023-10-tokayev-visit-to-china" }, TALKS),
  call("time axis", "find_events", { from: "2022", to: "2024", filters: "sort=date" }, /"edtf":"2022-09"/),
];
