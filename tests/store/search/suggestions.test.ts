// Suggestions: the exact name is among the candidates whatever else begins so, and a cut list of them says that it is cut.
import { expect, test } from "vitest";
import { wholeKeys } from "../../../src/query/search.ts";
import { candidates } from "../../../src/store/search/suggestions.ts";
import { load } from "../../../src/store/write/load.ts";
import { freshDatabase } from "../../support/databases.ts";
import { dataset, participant } from "../small.ts";

test("of 450 names with the same beginning the exact one comes first, and the list says that there may be more", async () => {
  const database = await freshDatabase();
  const others = Array.from({ length: 450 }, (_, at) =>
    participant(`a${String(at).padStart(3, "0")}`, { names: { en: `Visit ${at}` } }),
  );
  const participants = [...others, participant("z", { names: { en: "Visit", ru: "Визит" } })];
  await load(database, dataset("curated", { participants }));
  const asked = (text: string) => candidates(database, [text.toLowerCase()], wholeKeys(text), ["participants"], "all");
  const cut = await asked("Visit");
  expect(cut.found[0]).toEqual({ collection: "participants", id: "z", whole: true });
  expect(cut.cut).toBe(true);
  // In another case of its Russian name, which begins no word.
  expect(await asked("Визиту")).toEqual({ found: [{ collection: "participants", id: "z", whole: true }], cut: false });
  await database.close();
});
