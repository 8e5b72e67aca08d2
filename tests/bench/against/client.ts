// The client of a comparison: told by messages what to ask, it lives as long as there is something to ask.
import { type Drive, drive } from "../client.ts";
import { addressOf, type Questions } from "./questions.ts";

export interface Order extends Drive {
  readonly questions: Questions;
}

process.on("message", async ({ questions, ...order }: Order) => {
  const { headers } = questions;
  const given: Drive = headers === undefined ? order : { ...order, headers };
  const path = questions.isOne === true ? addressOf(questions, 0) : (n: number) => addressOf(questions, n);
  const report = await drive(given, path).catch((error: Error) => ({ error: error.message }));
  process.send?.(report);
});
