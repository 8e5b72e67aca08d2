// Usage: processor time of a server, all threads of its process and of those that it started, as Linux counts it.
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface Usage {
  /** Nanoseconds of all threads of all processes. */
  readonly all: number;
  /** Nanoseconds of the first thread of the first process, the one that serves. */
  readonly thread: number;
}

/** Nanoseconds that a thread has run; 0 when it has ended meanwhile. */
function ranFor(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  } catch {
    return 0;
  }
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function startedBy(pid: number, thread: string): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function allOf(pid: number): number {
  return threadsOf(pid).reduce(
    (sum, thread) => startedBy(pid, thread).reduce((more, child) => more + allOf(child), sum + ranFor(pid, thread)),
    0,
  );
}

/** What a server has used so far; null where the system does not count it. */
export function usageOf({ pid = 0 }: ChildProcess): Usage | null {
  const thread = ranFor(pid, String(pid));
  return thread > 0 ? { all: allOf(pid), thread } : null;
}

/** Microseconds of processor time of all processes that this one started and that have ended; null where unknown. */
export function endedUsage(): number | null {
  try {
    // The name of a process, in brackets, may hold spaces. Fields 16 and 17 of proc(5), in ticks of 10 ms.
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[13]) + Number(fields[14])) * 10_000;
  } catch {
    return null;
  }
}
