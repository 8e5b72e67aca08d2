// Rooms of src: which room or inner room may import which other; whatever is absent is forbidden.

/** What each room of src may import beside itself; an inner room stands by its path. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  config: [],
  suggest: [],
  coroutine: [],
  turns: ["coroutine"],
  "model/date": [],
  model: ["model/date", "suggest"],
  "query/language": [],
  query: ["query/language", "model", "model/date", "errors", "suggest"],
  formats: ["model", "errors", "suggest"],
  "formats/words": ["formats", "model"],
  "intake/input": ["model", "suggest"],
  "intake/entities": ["model", "suggest"],
  "intake/amounts": ["model"],
  "intake/checks": ["intake/input", "intake/amounts", "model", "suggest"],
  "intake/sheet": ["intake/input", "intake/amounts", "intake/checks", "model"],
  "intake/curated": ["intake/input", "intake/checks", "intake/sheet", "model"],
  "intake/gdelt": ["intake/input", "intake/entities", "model"],
  "intake/statedept": ["intake/input", "intake/entities", "model"],
  intake: ["intake/input", "intake/gdelt", "intake/statedept", "model"],
  "drafting/language": [],
  "drafting/dates": ["drafting/language", "intake/amounts"],
  "drafting/figures": ["drafting/language", "intake/amounts"],
  "drafting/quotes": ["drafting/language"],
  "drafting/names": ["drafting/language", "query/language", "model"],
  "drafting/events": ["drafting", "drafting/language", "drafting/names", "model"],
  "drafting/propose": [
    ...["drafting", "drafting/language", "drafting/names", "drafting/figures", "drafting/events"],
    ...["intake/input", "intake/curated", "intake/sheet", "model"],
  ],
  "drafting/model": ["drafting", "drafting/language", "drafting/propose", "model"],
  "drafting/score": ["model"],
  drafting: ["drafting/language", "drafting/dates", "drafting/figures", "drafting/names", "drafting/quotes"],
  "store/engine": ["coroutine", "turns", "errors"],
  "store/catalog": ["coroutine", "store/engine", "query", "model"],
  "store/write": ["store/engine", "store/catalog", "query", "model"],
  "store/plan": ["coroutine", "store/engine", "store/catalog", "query", "model"],
  "store/read": ["coroutine", "store/engine", "store/catalog", "store/plan", "store/count", "query", "model"],
  "store/count": ["coroutine", "store/engine", "store/catalog", "store/plan", "query", "model"],
  "store/search": ["store/engine", "store/catalog", "store/plan", "store/count", "query", "model"],
  plugins: ["coroutine", "model", "formats", "errors", "suggest"],
  "plugins/load": ["turns", "plugins", "model", "formats", "errors"],
  "routes/answer": [
    "coroutine",
    "turns",
    ...["store/engine", "store/catalog", "store/plan", "store/read", "store/count"],
    ...["model", "query", "formats", "formats/words", "errors", "suggest"],
  ],
  routes: [
    "coroutine",
    "turns",
    ...["routes/answer", "store/engine", "store/catalog", "store/plan", "store/read", "store/count", "store/search"],
    ...["model", "query", "formats", "formats/words", "errors", "suggest"],
  ],
  "pages/parts": ["formats", "formats/words", "model"],
  pages: [
    ...["turns", "pages/parts", "routes", "routes/answer", "store/plan", "store/read", "store/count", "store/search"],
    ...["model", "query", "formats", "formats/words", "errors", "suggest"],
  ],
  desk: ["pages/parts", "intake/sheet", "intake/checks", "intake/input", "model"],
  mcp: ["formats", "formats/words", "query", "model"],
  app: [
    "mcp",
    "plugins",
    "plugins/load",
    "routes",
    "routes/answer",
    "pages",
    "store/engine",
    "store/catalog",
    "model",
    "config",
    "errors",
    "suggest",
  ],
  "commands/open": ["intake/input", "intake/curated", "store/engine", "store/catalog", "config", "model", "errors"],
  "commands/server": [
    "app",
    "commands/open",
    "store/engine",
    "store/catalog",
    "store/write",
    "config",
    "model",
    "errors",
  ],
  commands: [
    ...[
      "app",
      "mcp",
      "commands/open",
      "commands/server",
      "intake",
      "intake/input",
      "intake/curated",
      "intake/entities",
    ],
    ...["intake/sheet", "intake/checks", "desk"],
    ...["drafting", "drafting/language", "drafting/names", "drafting/propose", "drafting/model", "drafting/score"],
    ...["store/engine", "store/catalog", "store/write", "config", "model", "errors", "suggest"],
  ],
  cli: ["commands"],
};

/** `src/query/filters.ts` is of the room query, `src/app.ts` of the room app, `src/store/plan/order.ts` of store/plan. */
export function roomOf(path: string): string {
  return path.split("/").length < 4 ? houseOf(path) : path.split("/").slice(1, 3).join("/");
}

/** The room with all its inner rooms: `src/store/plan/order.ts` is of store. */
export function houseOf(path: string): string {
  return (path.split("/")[1] ?? "").replace(/\.ts$/, "");
}
