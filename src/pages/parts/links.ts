// Links of pages: the page of `/v1/X?query` is `/X?query`, in the language of the page that links to it.
import type { Lang } from "../../formats/labels.ts";
import type { Collection } from "../../model/ids.ts";

type Pairs = readonly (readonly [string, string])[];

/** What every part of a page knows: its language, its address, and where the addresses begin. */
export interface View {
  readonly lang: Lang;
  /** The path before all addresses, without a host, so that a page works under whatever name it is asked. */
  readonly root: string;
  /** The public address, or nothing; for citations, which are read elsewhere. */
  readonly base: string;
  /** The path of the page, and its parameters without `lang`. */
  readonly path: string;
  readonly query: Pairs;
}

const encode = (part: string) => encodeURIComponent(part).replaceAll("%2C", ",");

function written(query: Pairs): string {
  const text = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  return text === "" ? "" : `?${text}`;
}

/** A page; `lang` is carried on. */
export function pageAt({ root, lang }: Pick<View, "root" | "lang">, path: string, query: Pairs = []): string {
  const spoken: Pairs = lang === "en" ? [] : [["lang", lang]];
  return `${root}${path}${written([...query.filter(([name]) => name !== "lang"), ...spoken])}`;
}

/** The page of a record. */
export function recordAt(view: Pick<View, "root" | "lang">, collection: Collection, id: string): string {
  return pageAt(view, `/${collection}/${encodeURIComponent(id)}`);
}

/** An address of the API. */
export function apiAt({ root }: Pick<View, "root">, path: string, query: Pairs = []): string {
  return `${root}/v1${path}${written(query)}`;
}

/** A file of ours, or another address that is no page. */
export const fileAt = ({ root }: Pick<View, "root">, path: string): string => `${root}${path}`;

/** A link of a JSON answer (with or without the public address) as the page of the same question. */
export function pageOf({ root, lang, base }: View, link: string): string {
  const rest = link.slice(base.length).replace(/^\/v1/, "");
  const at = rest.indexOf("?");
  const query = at === -1 ? [] : [...new URLSearchParams(rest.slice(at + 1))];
  return pageAt({ root, lang }, at === -1 ? rest : rest.slice(0, at), query);
}

/** The page itself with other parameters: those named are left out, `more` are added, and it begins anew. */
export function withQuery(view: View, without: readonly string[], more: Pairs = []): string {
  const left = view.query.filter(([name]) => !["cursor", ...without].includes(name));
  return pageAt(view, view.path, [...left, ...more]);
}

/** Whether an address out of a record may be linked; all others are shown as text. */
export function isWeb(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** The address of words at the publisher: a text fragment (WICG), which browsers scroll to and mark. */
export function fragmentAt(address: string, words: string): string {
  const part = (text: string) => encodeURIComponent(text).replaceAll("-", "%2D");
  const whole = words.replace(/\s+/g, " ").trim();
  const parts = whole.split(" ");
  // Long passages are named by their ends.
  const text =
    parts.length <= 12 ? part(whole) : `${part(parts.slice(0, 5).join(" "))},${part(parts.slice(-5).join(" "))}`;
  return `${address.split("#")[0]}#:~:text=${text}`;
}
