// Generated requests, valid and invalid: every answer is the one that the OpenAPI document and the rules predict.
import { startServer } from "../../support/server.ts";
import { drive, prepare } from "../drive.ts";
import { MATERIAL } from "../material.ts";
import { type Outcome, type Part, upTo } from "./part.ts";

/** Requests between two looks at the clock. */
const TOGETHER = 4_000;

export const requests: Part = {
  does: "generated requests, valid and invalid: every status, header and body is the predicted one",
  async run(bounds): Promise<Outcome> {
    const server = await startServer({ bulk: false, datasets: MATERIAL });
    try {
      const prepared = await prepare(server.url);
      const failed: string[] = [];
      let tried = 0;
      while (!bounds.isOver() && failed.length === 0) {
        const { asked, failure } = await drive(server.url, prepared, { runs: TOGETHER, seed: upTo(1_000_000, bounds) });
        tried += asked;
        if (failure !== null) failed.push(failure);
      }
      return { tried, failed };
    } finally {
      await server.stop();
    }
  },
};
