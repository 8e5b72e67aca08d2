// The version of Node: an old one is told in one sentence what is needed, before it meets TypeScript.
// The npm scripts load this first. It is CommonJS without newer syntax, so that any Node reads it.
"use strict";

const NEEDED = 24;
const { node } = process.versions;
if (Number(node.split(".")[0]) < NEEDED) {
  console.error(
    `Communiqué needs Node ${NEEDED} or newer, and this is Node ${node}: install it, or run "npm ci" with development dependencies, which brings it.`,
  );
  process.exit(1);
}
