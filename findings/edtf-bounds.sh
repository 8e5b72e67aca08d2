#!/bin/sh
# First and last day of EDTF with unspecified digits: neither library of npm has them right, and each refuses EDTF.
#
# Seen with edtf 4.11.1 and @edtf-ts/core 0.4.2 on Node 24.21.0:
#   2023-0X-31        edtf 2023-01-31 2023-10-01   @edtf-ts/core 2023-01-31 2023-10-01   (September has no 31st: 2023-08-31)
#   2023-10-X7        edtf 2023-10-07 2023-10-27   @edtf-ts/core 2023-10-07 2023-10-31   (2023-10-27)
#   2023-02-3X        edtf refused                 @edtf-ts/core 2023-03-02 2023-02-28   (no such day; ends before it begins)
#   2023-11-3X        edtf refused                 @edtf-ts/core 2023-11-30 2023-11-30
#   2023-10-17/2023-10  edtf refused               @edtf-ts/core 2023-10-17 2023-10-31
#   ~2023/2024        edtf 2023-01-01 2024-12-31   @edtf-ts/core refused
#   2001-02-29        edtf 2001-03-01 2001-03-01   @edtf-ts/core refused                 (no such day)
# Exits 0 while this is so, 1 when an answer differs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"type":"module","private":true}' > package.json
npm install --silent --ignore-scripts --no-audit --no-fund edtf@4.11.1 @edtf-ts/core@0.4.2
cat > seen.js <<'JS'
import edtf from "edtf";
import { parse } from "@edtf-ts/core";

const day = (time) => new Date(time).toISOString().slice(0, 10);
const first = (text) => {
  try {
    const { min, max } = edtf(text);
    return `${day(min)} ${day(max)}`;
  } catch {
    return "refused";
  }
};
const second = (text) => {
  const parsed = parse(text);
  return parsed.success ? `${day(parsed.value.min)} ${day(parsed.value.max)}` : "refused";
};
const SEEN = [
  ["2023-0X-31", "2023-01-31 2023-10-01", "2023-01-31 2023-10-01"],
  ["2023-10-X7", "2023-10-07 2023-10-27", "2023-10-07 2023-10-31"],
  ["2023-02-3X", "refused", "2023-03-02 2023-02-28"],
  ["2023-11-3X", "refused", "2023-11-30 2023-11-30"],
  ["2023-10-17/2023-10", "refused", "2023-10-17 2023-10-31"],
  ["~2023/2024", "2023-01-01 2024-12-31", "refused"],
  ["2001-02-29", "2001-03-01 2001-03-01", "refused"],
];
let changed = 0;
for (const [text, one, other] of SEEN) {
  const same = first(text) === one && second(text) === other;
  console.log(`${text.padEnd(20)} edtf ${first(text).padEnd(22)} @edtf-ts/core ${second(text)}${same ? "" : "  CHANGED"}`);
  if (!same) changed++;
}
process.exitCode = changed === 0 ? 0 : 1;
JS
node seen.js
