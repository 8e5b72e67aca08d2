// draft --model: which model is asked, what is sent to it, and what is said of that.
import { addressOf, ask, type Endpoint, NoAnswer } from "../drafting/model/endpoint.ts";
import { followed } from "../drafting/model/follow.ts";
import { questionOf } from "../drafting/model/question.ts";
import type { Draft } from "../drafting/propose/proposal.ts";
import type { Reading } from "../drafting/reading.ts";
import { UsageError } from "./command.ts";

/**
 * The model that the options name, null where they name none.
 * @param key the value of MODEL_KEY
 */
export function endpointOf(values: Readonly<Record<string, unknown>>, key: string | undefined): Endpoint | null {
  if (typeof values.model !== "string") return null;
  let url: URL;
  try {
    url = addressOf(values.model);
  } catch (error) {
    throw new UsageError(`--model ${(error as Error).message}`);
  }
  const seconds = Number(values["model-timeout"] ?? 60);
  if (!(seconds >= 1 && seconds <= 600)) throw new UsageError("--model-timeout is a number of seconds from 1 to 600");
  if (typeof values.licence !== "string" && values["send-text"] !== true) {
    throw new UsageError(
      "the rights of the text count as reserved: it is sent to no model, unless --licence names a licence that allows it, or with --send-text",
    );
  }
  const model = typeof values["model-name"] === "string" ? values["model-name"] : "default";
  return { url, model, key: key === undefined || key === "" ? null : key, seconds };
}

/** The draft with what a model adds; the draft as it was where the model does not answer as it should. */
export async function asked(endpoint: Endpoint, reading: Reading, draft: Draft): Promise<Draft> {
  const question = questionOf(reading, draft);
  const where = `${endpoint.url.origin}${endpoint.url.pathname}`;
  const key = endpoint.key === null ? "without a key" : "with the key of MODEL_KEY";
  console.error(
    `sends the text (${reading.text.length} characters) and the lists of words and ids to ${where}, ${key}`,
  );
  try {
    const result = followed(reading, draft, question, await ask(endpoint, question.system, question.user));
    console.error(
      `of the model's answer ${result.kept} lines are proposed, ${result.dropped} were dropped: they do not follow from the text`,
    );
    return result.draft;
  } catch (error) {
    const isKnown = error instanceof NoAnswer || error instanceof SyntaxError;
    if (!isKnown) throw error;
    const why = error instanceof NoAnswer ? error.message : "its answer is not JSON of the form that was asked for";
    console.error(`nothing of the model is used: ${why}; the draft is that of the rules`);
    return draft;
  }
}
