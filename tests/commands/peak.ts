// Peak: loaded before a program, it tells at its end the most memory that it had, in MiB, as the last line of errors.
import { readFileSync } from "node:fs";

process.once("exit", () => {
  // resourceUsage() counts in what the parent had before the program was started (proc_pid_status(5)).
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  process.stderr.write(`peak ${Math.round(Number(peak) / 1024)}\n`);
});
