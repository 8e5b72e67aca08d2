// Asking: one client process for the whole comparison, so that its own start and warming up are not measured.
import type { ChildProcess } from "node:child_process";
import type { Report } from "../client.ts";
import { converse } from "../processes.ts";
import type { Order } from "./client.ts";

let client: ChildProcess | null = null;

/** Has the client ask some of the questions. @throws Error when it ends or fails */
export function asked(order: Order): Promise<Report> {
  const one = client ?? converse("tests/bench/against/client.ts");
  client = one;
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error("the client ended"));
    one.once("exit", end);
    one.once("message", (report: Report | { error: string }) => {
      one.off("exit", end);
      if ("error" in report) reject(new Error(report.error));
      else resolve(report);
    });
    one.send(order);
  });
}
