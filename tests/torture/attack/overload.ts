// Overload: a server is offered multiples of its capacity, and answers early or refuses early.
import { missed, overload as offered, toldOverload } from "../overload.ts";
import type { Outcome, Part } from "./part.ts";

const EVENTS = 20_000;
/** Seconds for which each multiple is offered. */
const SECONDS = 5;

export const overload: Part = {
  does: "1, 2, 4 and 10 times the rate that the server can answer, on a fixed clock: at 10 times the first 503 and the p99 of what is answered within 1 s, at least 0.9 of the capacity answered, all as usual after 2 s",
  async run(): Promise<Outcome> {
    const measured = await offered(EVENTS, SECONDS);
    console.log(toldOverload(measured));
    const tried = measured.rows.reduce((sum, { offered }) => sum + offered * SECONDS, 0);
    const worst = measured.rows.at(-1);
    const noted =
      worst === undefined
        ? ""
        : `capacity ${measured.capacity.toFixed()}/s; at ${worst.factor} times first 503 after ${worst.first503?.toFixed() ?? "no"} ms, p99 ${worst.admitted.p99.toFixed()} ms, ${(worst.goodput / measured.capacity).toFixed(2)} of the capacity, usual after ${worst.recovery.toFixed()} ms`;
    return { tried, failed: missed(measured), noted };
  },
};
