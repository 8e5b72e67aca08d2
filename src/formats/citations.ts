// Citations of a record or a list: plain, BibTeX, CSL-JSON; each with the version of the data and the address.
//
// No day of access is written: it would be a guess of the reader's clock, and the version names the content exactly.

/** What is cited. */
export interface Cited {
  /** Its id, which the key of BibTeX is made of. */
  readonly key: string;
  readonly title: string;
  readonly url: string;
  /** The version of all data. */
  readonly version: string;
  /** The day on which the record or the dataset changed last; null where it is not known. */
  readonly updated: string | null;
  /** Who is to be named for the dataset. */
  readonly attribution: string;
}

const PROJECT = "Communiqué";

/** "Communiqué contributors (2026). Talks between …. Communiqué, data version 646b3137. /events/…" */
export function plainCitation({ title, url, version, updated, attribution }: Cited): string {
  const year = updated === null ? "" : ` (${updated.slice(0, 4)})`;
  const full = /[.!?…]$/.test(title) ? title : `${title}.`;
  return `${attribution.replace(/\.$/, "")}${year}. ${full} ${PROJECT}, data version ${version}. ${url}`;
}

/** Characters that mean something to TeX. */
const TEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "#": "\\#",
  $: "\\$",
  "%": "\\%",
  "&": "\\&",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
};
const tex = (text: string) => text.replace(/[\\{}#$%&_^~]/g, (one) => TEX[one] ?? one).replace(/\s+/g, " ");

/** An entry of BibTeX (biblatex's `@online`); braces keep the capitals of titles and of corporate authors. */
export function bibtex({ key, title, url, version, updated, attribution }: Cited): string {
  const fields = [
    ["author", `{${tex(attribution)}}`],
    ["title", `{${tex(title)}}`],
    ...(updated === null ? [] : [["date", updated]]),
    ["organization", `{${PROJECT}}`],
    ["version", version],
    ["url", url.replace(/[{}\\]/g, encodeURIComponent)],
  ];
  const lines = fields.map(([name, value]) => `  ${name} = {${value}}`);
  return `@online{${["communique", key].join("-").replace(/[^A-Za-z0-9-]+/g, "-")},\n${lines.join(",\n")}\n}`;
}

/** One item of CSL-JSON (1.0), as Zotero, Pandoc and citeproc read it. */
export function cslJson({ key, title, url, version, updated, attribution }: Cited): string {
  const parts = updated?.split("-").map(Number);
  const item = {
    id: `communique-${key}`,
    type: "dataset",
    title,
    author: [{ literal: attribution }],
    ...(parts === undefined ? {} : { issued: { "date-parts": [parts] } }),
    publisher: PROJECT,
    version,
    URL: url,
  };
  return JSON.stringify([item], null, 2);
}
