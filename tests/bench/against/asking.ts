// Asking: one client process for the whole comparison, so that its own start and warming up are not measured.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Report } from "../client.ts";
import { converse } from "../processes.ts";
import type { Order } from "./client.ts";

let client: ChildProcess | null = null;

/** Has the client ask some of the questions. @throws Error when it ends or fails */
export async function asked(order: Order): Promise<Report> {
  client ??= converse("tests/bench/against/client.ts");
  const ended = once(client, "exit").then(() => {
    throw new Error("the client ended");
  });
  client.send(order);
  const [report] = (await Promise.race([once(client, "message"), ended])) as [Report | { error: string }];
  if ("error" in report) throw new Error(report.error);
  return report;
}
