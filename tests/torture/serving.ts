// Serving: a server in a process of its own, which tells how much processor time its thread has taken.

import { SETTINGS } from "../../src/config.ts";
import { startServer } from "../support/server.ts";

const place = process.argv[2];
if (place === undefined || process.send === undefined) throw new Error("this is started by routes.ts");
// Answers are made anew each time, in the usual time.
const settings = { CACHE_BYTES: "0", QUERY_LIMIT: SETTINGS.QUERY_LIMIT.fallback };
const { url, stop } = await startServer({ place, settings });
process.on("message", async (message) => {
  if (message === "stop") {
    await stop();
    process.disconnect();
    return;
  }
  const { user, system } = process.threadCpuUsage();
  process.send?.({ microseconds: user + system });
});
process.send({ url });
