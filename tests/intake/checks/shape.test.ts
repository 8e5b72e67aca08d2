// Shape: each way in which a file can be off its schema, and what the writer is told.
import { breaking, missing, row } from "../curated/fixture.ts";

breaking([
  row("an unknown key", "/events/0/venu", null, 'B:/events/0/venu: unknown key "venu"; did you mean "venue"?'),
  missing("a missing key", "/events/0/rank", "B:/events/0/rank: this key is missing; write null when it is unknown"),
  row("a wrong type", "/events/0/topics", "culture", "B:/events/0/topics: must be a list, not a string"),
  row(
    "a word off the vocabulary",
    "/events/0/type",
    "talk",
    'B:/events/0/type: "talk" is not one of the words allowed here; did you mean "talks"?',
  ),
  row(
    "a date that is not EDTF",
    "/events/0/date",
    "2024-13-05",
    'B:/events/0/date: "2024-13-05" is not a date in EDTF: there is no month 13',
  ),
  row(
    "a season",
    "/events/3/date",
    "2025-21",
    'B:/events/3/date: "2025-21" is EDTF that is not supported here: a season; write its months as an interval, such as "2025-06/2025-08"',
  ),
  row(
    "a date as people write it",
    "/events/0/date",
    "April 26, 2019",
    'B:/events/0/date: "April 26, 2019" is not a date in EDTF; did you mean "2019-04-26"?',
  ),
  row(
    "a day that does not exist",
    "/events/0/updated",
    "2026-02-30",
    'B:/events/0/updated: "2026-02-30" is not a valid date; right would be "2026-11-24"',
  ),
  row(
    "an id that is no slug",
    "/quotes/1/id",
    "Obraztsova Thanks",
    'B:/quotes/1/id: "Obraztsova Thanks" is no id (Latin lower-case words and digits, joined by hyphens); did you mean "obraztsova-thanks"?',
  ),
  row(
    "a language that is no tag",
    "/events/0/title",
    {
      ru: 'B:/events/0/title/EN: the key "EN" is not of the kind wanted here (for a language, a tag such as "ru" or "zh-Hans")',
      en: 'B:/events/0/title/EN: the key "EN" is not of the kind wanted here (for a language, a tag such as "ru" or "zh-Hans")',
      EN: "x",
    },
    'B:/events/0/title/EN: the key "EN" is not of the kind wanted here (for a language, a tag such as "ru" or "zh-Hans")',
  ),
  row("an empty text", "/events/0/title/en", "", "B:/events/0/title/en: must not be empty"),
  row(
    "a negative offset",
    "/events/0/provenance/0/evidence/0/start",
    -1,
    "B:/events/0/provenance/0/evidence/0/start: must be at least 0, not -1",
  ),
  row(
    "a fraction for an offset",
    "/events/0/provenance/0/evidence/0/start",
    1.5,
    "B:/events/0/provenance/0/evidence/0/start: must be a whole number, not 1.5",
  ),
  row("an address that is none", "/sources/0/url", "zakon", 'B:/sources/0/url: "zakon" is not a valid url'),
  row(
    "a record that is none",
    "/figures/1",
    21,
    'B:/figures/0/linkedTo/0: figures have no record with the id "2024-03-05-samples-value"; did you mean "2024-03-05-samples-count"?',
    "B:/figures/1: must be an object, not 21",
    'B:/quotes/0/mentions/figures/1: figures have no record with the id "2024-03-05-samples-value"; did you mean "2024-03-05-samples-count"?',
    'B:/quotes/0/segments/1/mentions/figures/1: figures have no record with the id "2024-03-05-samples-value"; did you mean "2024-03-05-samples-count"?',
  ),
]);
