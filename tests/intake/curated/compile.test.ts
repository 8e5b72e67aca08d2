// Compiling: ranges of dates, computed countries, order of keys and records, and the version of the dataset.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readData } from "../../../src/intake/curated/read.ts";
import { at, BUNDLE, change, second } from "./fixture.ts";

describe("the compiled dataset", () => {
  test("dates carry the range of days that they cover", async () => {
    const { dataset } = await readData(await second());
    const visit = dataset.records.events.find(({ id }) => id === "2025-obraztsova-visit-to-mongolia");
    expect(visit?.date).toEqual({ edtf: "2025", earliest: "2025-01-01", latest: "2025-12-31", certain: true });
    expect(dataset.records.figures[0]?.asOf?.earliest).toBe("2024-03-05");
    expect(dataset.records.quotes[0]?.date?.edtf).toBe("2024-03-05");
    expect(dataset.records.sources[0]?.published).toBeNull();
  });

  test("`countries` are computed from participants and from those they act for", async () => {
    const { dataset } = await readData(await second());
    const countries = Object.fromEntries(dataset.records.events.map((event) => [event.id, event.countries]));
    expect(countries["2024-03-05-primerov-obraztsova-talks"]).toEqual(["is", "mn"]);
    expect(countries["2025-obraztsova-visit-to-mongolia"]).toEqual(["is", "mn"]);
    const directory = await second();
    await change(directory, [at("/events/3/participants/0/onBehalfOf", "gazeta-primer")]);
    const visit = (await readData(directory)).dataset.records.events.at(-1);
    expect(visit?.countries).toEqual(["mn"]);
  });

  test("quotes and figures carry licence and attribution of their source, events those of each source", async () => {
    const directory = await second();
    const none = { licence: null, licenceUrl: null, attribution: null };
    const { records: silent } = (await readData(directory)).dataset;
    expect([silent.quotes[0]?.credit, silent.figures[0]?.credit, silent.events[0]?.credits]).toEqual([
      none,
      none,
      [none],
    ]);
    const terms = {
      licence: "CC BY 4.0",
      licenceUrl: "https://creativecommons.org/licenses/by/4.0/",
      attribution: "Gazeta",
    };
    await change(
      directory,
      Object.entries(terms).map(([key, value]) => at(`/sources/0/${key}`, value)),
    );
    const { quotes, figures, events } = (await readData(directory)).dataset.records;
    for (const { credit } of [...quotes, ...figures]) expect(credit).toEqual(terms);
    for (const { credits } of events) expect(credits).toEqual([terms]);
  });

  test("a text that is null in one language is valid, and is served without it", async () => {
    const directory = await second();
    const [title, summary] = [
      { ru: "Переговоры", en: null },
      { ru: null, en: "They met." },
    ];
    await change(directory, [at("/events/0/title", title), at("/events/0/summary", summary)]);
    const { dataset, faults } = await readData(directory);
    const event = dataset.records.events.find(({ title }) => title.ru === "Переговоры");
    expect([faults, event?.title, event?.summary]).toEqual([[], { ru: "Переговоры" }, { en: "They met." }]);
    await change(directory, [at("/events/0/title", { ru: null, en: null })]);
    expect((await readData(directory)).faults.map(({ message }) => message)).toContain(
      "has a text in no language; one is enough, the other is left out",
    );
  });

  test("keys begin with id and type and end with provenance", async () => {
    const { dataset } = await readData(await second());
    const keys = Object.keys(dataset.records.events[0] ?? {});
    expect(keys.slice(0, 4)).toEqual(["id", "dataset", "type", "status"]);
    expect(keys.slice(-2)).toEqual(["updated", "provenance"]);
    for (const records of Object.values(dataset.records)) {
      for (const record of records) expect(record.dataset).toBe("curated");
    }
  });

  test("records are sorted by id", async () => {
    const { dataset } = await readData(await second());
    for (const records of Object.values(dataset.records)) {
      const ids = records.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
    }
  });

  test("the version depends on the content and not on the order of files and records", async () => {
    const directory = await second();
    const { version } = (await readData(directory)).dataset.info;
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    const path = join(directory, BUNDLE);
    const bundle = JSON.parse(await readFile(path, "utf8"));
    bundle.events.reverse();
    bundle.venues = bundle.venues.map((venue: object) => Object.fromEntries(Object.entries(venue).reverse()));
    await writeFile(path, JSON.stringify(bundle));
    expect((await readData(directory)).dataset.info.version).toBe(version);
    await change(directory, [at("/events/0/summary", { ru: "Иное.", en: "Other." })]);
    expect((await readData(directory)).dataset.info.version).not.toBe(version);
  });

  test("records with a wrong shape are left out, and no others", async () => {
    const directory = await second();
    await change(directory, [at("/events/3/date", "soon"), at("/events/0/venue", "nowhere")]);
    const { dataset, faults } = await readData(directory);
    expect(faults).toHaveLength(2);
    expect(dataset.records.events.map(({ id }) => id)).toEqual([
      "2024-03-05-invitation-to-mongolia",
      "2024-03-05-primerov-obraztsova-talks",
      "2024-03-05-samples-agreement",
    ]);
  });
});
