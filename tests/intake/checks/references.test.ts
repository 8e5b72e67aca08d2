// References and duplicates: each way in which ids can lead nowhere, twice or round in a circle.
import { breaking, PLACES, row } from "../curated/fixture.ts";

breaking([
  row(
    "a dangling id",
    "/events/0/venue",
    "zal-rpob",
    'B:/events/0/venue: venues have no record with the id "zal-rpob"; did you mean "zal-prob"?',
  ),
  row(
    "an id of another collection",
    "/events/0/venue",
    "mn",
    'B:/events/0/venue: venues have no record with the id "mn"; it is an id of participants',
  ),
  row(
    "a dangling id in a sentence",
    "/quotes/0/segments/0/mentions/participants/0",
    "nobody-at-all-here",
    'B:/quotes/0/segments/0/mentions/participants/0: participants have no record with the id "nobody-at-all-here"',
  ),
  row(
    "evidence from no source",
    "/venues/0/provenance/0/evidence/0/source",
    "primer-2024-03-06",
    'B:/venues/0/provenance/0/evidence/0/source: sources have no record with the id "primer-2024-03-06"; did you mean "primer-2024-03-05"?',
  ),
  row(
    "a repeated id",
    "/participants/2/id",
    "proba-obraztsova",
    'B:/participants/2/id: "proba-obraztsova" is already the id of B:/participants/1',
    'B:/sources/0/publisher: participants have no record with the id "gazeta-primer"',
  ),
  [
    "an id given in two files",
    [[PLACES, "/venues/0/id", "zal-prob"]],
    [
      'B:/venues/0/id: "zal-prob" is already the id of data/register/venues.json:/venues/0',
      'B:/venues/0/within: venues have no record with the id "ulaanbaatar"',
    ],
  ],
  row(
    "a list that names one id twice",
    "/quotes/0/addressees",
    ["proba-obraztsova", "proba-obraztsova"],
    "B:/quotes/0/addressees/1: says the same as /quotes/0/addressees/0",
  ),
  row(
    "a place within itself",
    "/venues/0/within",
    "zal-prob",
    "B:/venues/0/within: goes round in a circle: zal-prob → zal-prob",
  ),
  [
    "places within each other",
    [[PLACES, "/venues/0/within", "zal-prob"]],
    [
      "B:/venues/0/within: goes round in a circle: ulaanbaatar → zal-prob → ulaanbaatar",
      "data/register/venues.json:/venues/0/within: no entry of provenance covers this value",
    ],
  ],
  row(
    "events part of each other",
    "/events/0/partOf",
    "2024-03-05-samples-agreement",
    "B:/events/0/partOf: no entry of provenance covers this value",
    "B:/events/1/partOf: goes round in a circle: 2024-03-05-primerov-obraztsova-talks → 2024-03-05-samples-agreement → 2024-03-05-primerov-obraztsova-talks",
  ),
  row(
    "a source derived from itself",
    "/sources/0/derivedFrom",
    ["primer-2024-03-05"],
    "B:/sources/0/derivedFrom: goes round in a circle: primer-2024-03-05 → primer-2024-03-05",
    "B:/sources/0/derivedFrom/0: no entry of provenance covers this value",
  ),
  row(
    "an event related to itself",
    "/events/2/relations/0/event",
    "2024-03-05-invitation-to-mongolia",
    "B:/events/2/relations/0/event: names the record itself",
  ),
  row(
    "a figure linked one way",
    "/figures/0/linkedTo",
    [],
    'B:/figures/1/linkedTo/0: "2024-03-05-samples-count" does not link back; add "2024-03-05-samples-value" to its linkedTo',
  ),
  row(
    "a country that is a person",
    "/venues/0/country",
    "test-primerov",
    'B:/venues/0/country: "test-primerov" is not of kind "country" but "person"',
  ),
]);
