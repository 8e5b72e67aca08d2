// Vitest's setup of what runs on PostgreSQL: one cluster for all files.
import type { TestProject } from "vitest/node";
import { startCluster } from "./cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the cluster's own database. */
    cluster: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide("cluster", cluster.url("postgres"));
  return () => cluster.stop();
}
