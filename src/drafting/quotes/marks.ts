// Quotation marks: which parts of a text stand between them.
import type { Span } from "../language/sentences.ts";

interface Open {
  readonly at: number;
  readonly mark: string;
}

/** Least length of a paragraph whose quotation mark is closed in the next one only. */
const PARAGRAPH = 40;

/** What stands between the outermost quotation marks, without them. */
export function quotedIn(text: string): readonly Span[] {
  const found: Span[] = [];
  const open: Open[] = [];
  const close = (at: number) => {
    const last = open.pop();
    if (last !== undefined && open.length === 0) found.push({ start: last.at + 1, end: at });
  };
  for (let at = 0; at < text.length; at++) {
    const mark = text.charAt(at);
    if (mark === "\n") {
      // A speech over several paragraphs opens each of them and closes the last.
      const [first] = open;
      const isOpened = /^\s*["“„]/.test(text.slice(at, at + 6));
      if (first !== undefined && first.mark !== "«" && isOpened && at - first.at > PARAGRAPH) {
        found.push({ start: first.at + 1, end: at });
      }
      if (first?.mark !== "«") open.length = 0;
    } else if (mark === "“" && open.at(-1)?.mark === "„") close(at);
    else if (mark === "«" || mark === "“" || mark === "„") open.push({ at, mark });
    else if (mark === "»" || mark === "”") close(at);
    else if (mark === '"') {
      const [before, after] = [text.charAt(at - 1) || "\n", text.charAt(at + 1) || "\n"];
      const mayOpen = /[\s([—–\-«“]/.test(before) && !/\s/.test(after);
      const mayClose = !/[\p{L}\d]/u.test(after);
      if (mayOpen && !(open.length > 0 && mayClose)) open.push({ at, mark });
      else if (open.length > 0) close(at);
    }
  }
  return found;
}
