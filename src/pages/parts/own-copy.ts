// "Bring your own copy": the place where a reader's own text is compared with the one on record, in the browser.
//
// The field has no name and stands in no form, so nothing can send it; it is drawn by the module alone, because without
// scripts it could do nothing; and the policy of the page lets nothing be sent anywhere. Where SubtleCrypto is missing,
// as on plain http under another name than localhost, the module says so.
import type { Records } from "../../model/bundle.ts";
import { el, type Node } from "./el.ts";
import type { View } from "./links.ts";

const SAYS = {
  en: {
    own: "Read the whole text: bring your own copy",
    how: "Paste the article or open it as a text file. The browser compares its SHA-256 with the one on record and, if they agree, fills the gaps. Nothing is sent anywhere or stored.",
    paste: "Text of the article",
    open: "Open a text file",
    check: "Check and show",
    noScript: "This needs JavaScript, as the comparison is made in your browser.",
    onRecord: "SHA-256 on record",
    accepted: "Your copy is the article on record.",
    refused: "This is not the text on record: its SHA-256 is",
    differs: "Nothing was shown. A missing last line, another quotation mark or a changed space is enough to differ.",
    length: "characters, on record",
    large: "The file is too large to be this article.",
    crypto: "This browser compares texts only on https and on localhost (SubtleCrypto is missing here).",
  },
  ru: {
    own: "Прочитать весь текст: своя копия",
    how: "Вставьте статью или откройте её текстовым файлом. Браузер сверит её SHA-256 с записанным и, если они совпадут, заполнит пропуски. Ничего никуда не отправляется и не сохраняется.",
    paste: "Текст статьи",
    open: "Открыть файл",
    check: "Сверить и показать",
    noScript: "Для этого нужен JavaScript: сверка идёт в вашем браузере.",
    onRecord: "Записанный SHA-256",
    accepted: "Ваша копия совпадает с записанной статьёй.",
    refused: "Это не тот текст: его SHA-256",
    differs: "Ничего не показано. Достаточно иной кавычки, пробела или потерянной строки.",
    length: "знаков, записано",
    large: "Файл слишком велик для этой статьи.",
    crypto: "Этот браузер сверяет тексты только на https и localhost (здесь нет SubtleCrypto).",
  },
} as const;

/** The fold; its words for the module are in `data-` attributes. */
export function ownCopy({ lang }: View, { language, text }: Records["sources"]): Node {
  const { own, how, noScript, onRecord, ...said } = SAYS[lang];
  const data = Object.fromEntries(Object.entries(said).map(([name, words]) => [`data-${name}`, words]));
  return el(
    "details",
    { class: "own", id: "own" },
    el("summary", null, own),
    el("p", null, how),
    el("div", { id: "own-desk", lang, "data-language": language ?? undefined, ...data }),
    el("noscript", null, el("p", { class: "hint" }, noScript)),
    el("p", { class: "hint" }, onRecord, " ", el("code", { class: "hash" }, text?.sha256 ?? "")),
  );
}
