// Progress: how far an import has come, as a bar on a terminal and as plain lines elsewhere.
import cliProgress from "cli-progress";
import { printable } from "./print.ts";

export interface Progress {
  /** So many more bytes of the input have been read. */
  readonly read: (bytes: number) => void;
  rows(count: number): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

const SILENT: Progress = { read: () => {}, rows: () => {}, say: () => {}, end: () => {} };
/** Milliseconds between two lines where there is no terminal. */
const INTERVAL = 5_000;

/** Writes progress to a stream, or nothing for null. `size` is the bytes of the input, null where unknown. */
export function progressOn(stream: NodeJS.WriteStream | null, size: number | null): Progress {
  if (stream === null) return SILENT;
  const begun = performance.now();
  let [bytes, rows, told] = [0, 0, begun];
  const rate = () => Math.round(rows / Math.max(0.001, (performance.now() - begun) / 1000));
  const left = () => {
    if (size === null || bytes === 0) return "";
    const seconds = ((performance.now() - begun) / 1000) * (size / bytes - 1);
    return `, ${Math.max(0, Math.round(seconds))} s left`;
  };
  const bar = stream.isTTY
    ? new cliProgress.SingleBar({
        format: "{bar} {percentage} %  {rows} rows, {rate} rows/s{left}",
        stream,
        clearOnComplete: true,
      })
    : null;
  bar?.start(size ?? 0, 0, { rows: 0, rate: 0, left: "" });
  return {
    read(count) {
      bytes += count;
    },
    rows(count) {
      rows += count;
      bar?.update(bytes, { rows: rows.toLocaleString("en"), rate: rate().toLocaleString("en"), left: left() });
      if (bar !== null || performance.now() - told < INTERVAL) return;
      told = performance.now();
      stream.write(`${rows} rows, ${rate()} rows/s${left()}\n`);
    },
    say(line) {
      if (bar === null) stream.write(`${printable(line)}\n`);
      else stream.write(`\r\x1b[K${printable(line)}\n`);
    },
    end() {
      bar?.stop();
    },
  };
}
