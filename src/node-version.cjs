// What has to be there before a program starts: Node, and the packages. Who lacks one is told in one sentence.
// The npm scripts load this first. It is CommonJS without newer syntax, so that any Node reads it.
"use strict";

const NEEDED = 24;
const { node } = process.versions;

/** Whether a package is not installed. */
function isMissing(name) {
  try {
    require.resolve(name);
    return false;
  } catch (error) {
    return error.code === "MODULE_NOT_FOUND";
  }
}

/** Why nothing can be started; null where everything is there. */
function fault() {
  if (Number(node.split(".")[0]) < NEEDED) {
    return `Communiqué needs Node ${NEEDED} or newer, and this is Node ${node}: install it, or run "npm ci" with development dependencies, which brings it.`;
  }
  if (isMissing("fastify")) return 'No packages are installed: run "npm ci" in the folder of the project.';
  // What lies below `tests` measures and checks with packages that a server has no need of.
  const file = (process.argv[1] || "").replace(/\\/g, "/");
  if (file.startsWith(`${__dirname.replace(/\\/g, "/").slice(0, -"src".length)}tests/`) && isMissing("vitest")) {
    return 'Development dependencies are not installed: run "npm ci", without "--omit=dev", in the folder of the project.';
  }
  return null;
}

const says = fault();
if (says !== null) {
  console.error(says);
  process.exit(1);
}
