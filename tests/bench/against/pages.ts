// Pages: each kind beside the JSON answers whose data it shows, over the fixture and imported rows.

const EVENTS = "/v1/events";
const COUNTS = "/v1/stats/events";

/** A page, and the addresses of what it shows. */
type Shown = readonly [page: string, json: readonly string[]];

/** The answers that the home page shows. */
export const AT_HOME: readonly string[] = [
  "/v1/datasets",
  "/v1/sources?limit=3",
  `${COUNTS}?by=year`,
  `${COUNTS}?dataset=gdelt&by=year`,
  "/v1/dyads?limit=8",
  `${EVENTS}?format=geojson`,
];

/** The answers that the page of an event shows, as many for each. */
export const ofEvent = (id: string): string[] => [
  `${EVENTS}/${id}?include=participants,venues,sources`,
  `${EVENTS}/${id}/evidence`,
  `/v1/quotes?event=${id}`,
  `/v1/figures?event=${id}`,
];

/** The counts beside a list, one a facet. */
const facets = (query: string) =>
  ["type", "status", "rank", "country", "year"].map((by) => `${COUNTS}?${query}by=${by}&limit=9`);

/** One page of each kind that is no home page, article or event. */
export const OF_OTHER_KINDS: readonly Shown[] = [
  ["/events", [`${EVENTS}?include=participants,venues`, ...facets("")]],
  ["/events?dataset=gdelt", [`${EVENTS}?dataset=gdelt&include=participants,venues`, ...facets("dataset=gdelt&")]],
  [
    "/figures/2023-10-17-investment-volume",
    [
      "/v1/figures/2023-10-17-investment-volume?include=participants,sources,events,quotes",
      "/v1/figures/2023-10-17-investment-volume/evidence",
    ],
  ],
  [
    "/participants/xi-jinping",
    [
      "/v1/participants/xi-jinping",
      `${EVENTS}?participant=xi-jinping&dataset=all&limit=10`,
      "/v1/quotes?speaker=xi-jinping&dataset=all&limit=10",
    ],
  ],
  ["/dyads", ["/v1/dyads"]],
  ["/dyads/KZ/CN", ["/v1/dyads/KZ/CN", `${COUNTS}?country.all=KZ,CN&dataset=all&by=dataset`]],
  ["/search?q=Beijing", ["/v1/search?q=Beijing", ...facets("q=Beijing&").slice(0, 1)]],
  ["/timeline?dataset=all", ["/v1/timeline?dataset=all", ...facets("dataset=all&")]],
  ["/map?dataset=all", [`${COUNTS}?dataset=all&by=venue`, "/v1/venues?dataset=all&limit=200"]],
  ["/stats/events?by=type", [`${COUNTS}?by=type`]],
  ["/datasets", ["/v1/datasets", `${COUNTS}?dataset=all&by=dataset,year`]],
];
