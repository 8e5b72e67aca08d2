// State names: the state that a name meant on a day, former states included.
//
// A state is what its name meant on the day of the event, whichever spelling the file has. The lists of the State
// Department use present names for former states and former names for present ones: the Congo of 1981 is Zaire, the
// Vietnam of 1966 South Vietnam, Russia before the end of 1991 the Soviet Union. DATED has the names whose meaning
// depends on the day, with the first and last day of each meaning; OTHERS has further spellings of present states; all
// other names come from `data/reference`.
//
// Spellings are compared without case, accents, punctuation, order of words and "the", "of", "and", so that `Korea,
// Republic of` and `the Republic of Korea` are one name.
//
// A name that no state had on that day is unknown, and the row that has it is skipped with the nearest name. A state
// without a code in ISO 3166-1 has no record (Kosovo): the row is kept, with the state by name and a warning.
import type { Reference } from "../../model/reference.ts";
import { nearest } from "../../suggest.ts";

/** The state that a name means from a day until another, both included; null where no record stands for it. */
interface Period {
  readonly id: string | null;
  readonly from: string;
  readonly to: string;
}

export type Named =
  | { readonly known: true; readonly id: string | null }
  | {
      readonly known: false;
      readonly near: string | null /** Whether a state had the name on other days. */;
      readonly once: boolean;
    };

const [FIRST, LAST] = ["0000-01-01", "9999-12-31"];
const until = (to: string, id: string | null): Period => ({ id, from: FIRST, to });
const since = (from: string, id: string | null): Period => ({ id, from, to: LAST });
const during = (from: string, to: string, id: string | null): Period => ({ id, from, to });
const always = (id: string | null): Period => since(FIRST, id);

/** Names whose meaning hangs on the day, `;` between spellings; the first period that has the day holds. */
const DATED: readonly (readonly [spellings: string, ...periods: readonly Period[]])[] = [
  [
    "Russia; Russian Federation; Russian Empire; Soviet Russia",
    during("1922-12-30", "1991-12-25", "soviet-union"),
    always("ru"),
  ],
  ["U.S.S.R.; Soviet Union; Union of Soviet Socialist Republics", during("1922-12-30", "1991-12-25", "soviet-union")],
  [
    "Yugoslavia; Yugoslavia, Federal Republic of; Kingdom of Yugoslavia; Serbia and Montenegro",
    during("1918-12-01", "1945-11-28", "kingdom-of-yugoslavia"),
    during("1945-11-29", "1992-04-26", "yugoslavia"),
    during("1992-04-27", "2003-02-03", "federal-republic-of-yugoslavia"),
    during("2003-02-04", "2006-06-04", "serbia-and-montenegro"),
  ],
  [
    "Serbia",
    until("1918-11-30", "kingdom-of-serbia"),
    during("1992-04-27", "2003-02-03", "federal-republic-of-yugoslavia"),
    during("2003-02-04", "2006-06-04", "serbia-and-montenegro"),
    since("2006-06-05", "rs"),
  ],
  [
    "Montenegro",
    until("1918-11-30", "kingdom-of-montenegro"),
    during("1992-04-27", "2003-02-03", "federal-republic-of-yugoslavia"),
    during("2003-02-04", "2006-06-02", "serbia-and-montenegro"),
    since("2006-06-03", "me"),
  ],
  [
    "German Democratic Republic; East Germany; Germany, Democratic Republic of",
    during("1949-10-07", "1990-10-02", "german-democratic-republic"),
  ],
  [
    "Vietnam; Viet-Nam; Viet Nam",
    until("1955-10-25", null),
    during("1955-10-26", "1975-04-30", "south-vietnam"),
    during("1975-05-01", "1976-07-01", null),
    since("1976-07-02", "vn"),
  ],
  [
    "South Vietnam; South Viet-Nam; Vietnam, Republic of; Viet-Nam, Republic of; Vietnam, South; Vietnam (South)",
    during("1955-10-26", "1975-04-30", "south-vietnam"),
  ],
  [
    "North Vietnam; North Viet-Nam; Vietnam, Democratic Republic of; Vietnam, North; Vietnam (North)",
    during("1945-09-02", "1976-07-01", "north-vietnam"),
  ],
  [
    "Korea; Korea, Republic of; South Korea; Korea, South; Korea (South)",
    until("1948-08-14", null),
    since("1948-08-15", "kr"),
  ],
  ["China, Republic of; Nationalist China", until("1949-09-30", "cn"), since("1949-10-01", "tw")],
  [
    "Democratic Republic of the Congo (Zaire); Democratic Republic of the Congo; Congo, Democratic Republic; Zaire; " +
      "Congo (Zaire); Zaire (Congo); Congo (Kinshasa); Congo (Leopoldville); Congo-Kinshasa; Belgian Congo",
    during("1971-10-27", "1997-05-16", "zaire"),
    always("cd"),
  ],
  [
    "Burma; Myanmar; Burma (Myanmar); Myanmar (Burma); Union of Burma",
    until("1948-01-03", null),
    during("1948-01-04", "1989-06-17", "burma"),
    since("1989-06-18", "mm"),
  ],
  [
    "Benin; Dahomey; Dahomey (Benin); Benin (Dahomey)",
    during("1960-08-01", "1975-11-29", "dahomey"),
    since("1975-11-30", "bj"),
  ],
  [
    "Burkina Faso; Upper Volta; Upper Volta (Burkina Faso); Burkina Faso (Upper Volta)",
    during("1960-08-05", "1984-08-03", "upper-volta"),
    since("1984-08-04", "bf"),
  ],
  ["Thailand; Siam; Siam (Thailand); Thailand (Siam)", until("1939-06-23", "siam"), since("1939-06-24", "th")],
  ["Samoa; Western Samoa", during("1962-01-01", "1997-07-03", "western-samoa"), since("1997-07-04", "ws")],
  ["Oman; Muscat & Oman", until("1970-08-08", "muscat-and-oman"), since("1970-08-09", "om")],
  ["Malaysia; Malaya; Federation of Malaya", during("1957-08-31", "1963-09-15", "malaya"), since("1963-09-16", "my")],
  [
    "Tanzania; Tanganyika; Tanganyika (Tanzania)",
    during("1961-12-09", "1964-04-25", "tanganyika"),
    since("1964-04-26", "tz"),
    // Nyerere came as prime minister of a territory that was to be independent within months.
    until("1961-12-08", "tanganyika"),
  ],
  [
    "Somalia; Somali Republic; Somali Democratic Republic",
    during("1960-07-01", "1969-10-20", "somali-republic"),
    since("1969-10-21", "so"),
  ],
  [
    "Zimbabwe; Rhodesia; Southern Rhodesia; Zimbabwe Rhodesia",
    during("1923-10-01", "1980-04-17", "southern-rhodesia"),
    since("1980-04-18", "zw"),
  ],
  ["Yemen; Yemen, Republic of", during("1962-09-27", "1990-05-21", "yemen-arab-republic"), always("ye")],
  [
    "Yemen Arab Republic; North Yemen; Yemen (Sanaa); Yemen, North",
    during("1962-09-27", "1990-05-21", "yemen-arab-republic"),
  ],
  [
    "South Yemen; Yemen (Aden); Yemen, South; People's Democratic Republic of Yemen; Yemen, Democratic",
    during("1967-11-30", "1990-05-21", "democratic-yemen"),
  ],
  ["Czechoslovakia; Czechoslovak Republic", during("1918-10-28", "1992-12-31", "czechoslovakia")],
  ["Turkey; Türkiye", until("1922-11-01", "ottoman-empire"), since("1922-11-02", "tr")],
  ["Ottoman Empire", until("1922-11-01", "ottoman-empire")],
  ["Austria-Hungary; Austro-Hungarian Empire", during("1867-03-30", "1918-11-12", "austria-hungary")],
  ["Hawaii; Kingdom of Hawaii; Hawaiian Islands; Sandwich Islands", until("1898-08-12", "hawaii")],
  ["Timor-Leste; East Timor; Portuguese Timor", until("2002-05-19", "east-timor"), since("2002-05-20", "tl")],
  ["Netherlands Antilles", during("1954-12-15", "2010-10-09", "netherlands-antilles")],
  // A state without a code in ISO 3166-1, hence without a record.
  ["Kosovo", always(null)],
];

/** What lists write for present states beside the names and aliases in the table of countries: inverted, explained, parts of them. */
const OTHERS: Readonly<Record<string, string>> = {
  af: "Afghanistan (Interim Authority); Afghanistan (Transitional Authority)",
  ba: "Bosnian Federation; Federation of Bosnia and Herzegovina",
  bz: "British Honduras",
  ci: "Ivory Coast (Cote d'Ivoire)",
  cn: "Communist China",
  de: "West Berlin",
  eg: "Egypt (United Arab Republic); Egypt (U.A.R.)",
  gb: "England; Scotland; Wales; Northern Ireland",
  ie: "Ireland, Republic of; Eire",
  ir: "Iran (Persia); Persia (Iran)",
  jo: "Trans-Jordan",
  kh: "Cambodia (Kampuchea)",
  kn: "St. Christopher and Nevis; St. Christopher-Nevis",
  lk: "Sri Lanka (Ceylon); Ceylon (Sri Lanka)",
  mo: "Macau",
  ps: "Palestinian National Authority; West Bank; West Bank and Gaza; Gaza; Gaza Strip",
  tw: "China (Taiwan)",
  va: "Holy See (Vatican City); Papal States",
};

/** Words in one order and one spelling: `Korea, Republic of` and `the Republic of Korea` are one. */
function keyOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words =
    plain
      .replace(/['’‘.]/g, "")
      .replace(/\bsaint\b/g, "st")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .filter((word) => !["the", "of", "and"].includes(word))
    .sort()
    .join(" ");
}

const withoutForm = (key: string) =>
  key
    .split(" ")
    .filter((word) => !["republic", "kingdom"].includes(word))
    .join(" ");

/**
 * The reader of state names.
 * @param reference the states that there are
 * @returns a function from a name and a day, `YYYY-MM-DD`, to the state meant; a name is unknown on days on which no state had it
 */
export function stateNames(reference: Reference): (name: string, day: string) => Named {
  const index = new Map<string, readonly Period[]>();
  const known: string[] = [];
  const add = (spellings: string, periods: readonly Period[]): void => {
    for (const spelling of spellings.split("; ")) {
      const key = keyOf(spelling);
      if (index.has(key)) continue;
      index.set(key, periods);
      known.push(spelling);
    }
  };
  for (const [spellings, ...periods] of DATED) add(spellings, periods);
  for (const [id, spellings] of Object.entries(OTHERS)) add(spellings, [always(id)]);
  for (const { id, names, aliases } of reference.countries) {
    add(names.en ?? id, [always(id)]);
    for (const alias of aliases.en ?? []) {
      // `Republic of Serbia` is what `Serbia` was on the day.
      if (!index.has(withoutForm(keyOf(alias)))) add(alias, [always(id)]);
    }
  }
  for (const { id, names, aliases, from, to } of reference.historicStates) {
    const period = during(
      from === null ? FIRST : `${from.slice(0, 4)}-01-01`,
      to === null ? LAST : `${to.slice(0, 4)}-12-31`,
      id,
    );
    for (const name of [names.en ?? id, ...(aliases.en ?? [])]) add(name, [period]);
  }
  return (name, day) => {
    const key = keyOf(name);
    const periods = index.get(key) ?? index.get(withoutForm(key)) ?? [];
    const found = periods.find(({ from, to }) => from <= day && day <= to);
    if (found !== undefined) return { known: true, id: found.id };
    return { known: false, near: nearest(name, known), once: periods.length > 0 };
  };
}
