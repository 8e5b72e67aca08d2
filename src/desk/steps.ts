// Steps: what the page asks for, and the edit that it is.
import { z } from "zod";
import { COLLECTIONS } from "../model/ids.ts";
import { accepted, added, cited, corrected, rejected } from "./edits.ts";
import { merged, renamed } from "./merging.ts";
import type { Finder } from "./spans.ts";

const at = z.strictObject({
  collection: z.enum(COLLECTIONS).nullable(),
  id: z.string().max(200).nullable(),
  path: z.string().max(200).nullable(),
});
const text = z.string().max(100_000);
const place = z.int().min(0);

/** One step, with the version of the sheet that the editor has seen. */
export const Step = z.strictObject({
  version: z.string().max(64),
  edit: z.discriminatedUnion("do", [
    z.strictObject({ do: z.literal("accept"), at }),
    z.strictObject({ do: z.literal("reject"), at }),
    z.strictObject({ do: z.literal("correct"), at, text }),
    z.strictObject({ do: z.literal("cite"), at, start: place, end: place, isMore: z.boolean() }),
    z.strictObject({ do: z.literal("add"), at, text }),
    z.strictObject({ do: z.literal("merge"), from: z.string().max(200), into: z.string().max(200) }),
    z.strictObject({ do: z.literal("rename"), at, id: z.string().max(200) }),
    z.strictObject({ do: z.literal("undo") }),
  ]),
});
export type Step = z.infer<typeof Step>;

/**
 * The sheet after a step.
 * @throws EditFault where the step cannot be taken
 */
export function stepped(sheet: string, edit: Exclude<Step["edit"], { do: "undo" }>, finder: Finder): string {
  switch (edit.do) {
    case "accept":
      return accepted(sheet, edit.at);
    case "reject":
      return rejected(sheet, edit.at);
    case "correct":
      return corrected(sheet, edit.at, edit.text);
    case "add":
      return added(sheet, edit.at, edit.text);
    case "merge":
      return merged(sheet, edit.from, edit.into);
    case "rename":
      return renamed(sheet, edit.at, edit.id);
    case "cite": {
      const isFree = edit.at.collection === "quotes" && edit.at.path === "text";
      return cited(sheet, edit.at, finder.phraseAt(edit.start, edit.end, isFree), edit.isMore);
    }
  }
}
