// Kills: imports, and the server beside them, killed at any moment (SIGKILL), and used again afterwards.
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { folder, start } from "../../support/program.ts";
import { importing, type Material, material, wrongIn } from "./imports.ts";
import { type Bounds, type Outcome, type Part, upTo } from "./part.ts";

/** Every so many imports a server that serves meanwhile is killed too. */
const SERVED = 4;

async function tried({ base, newer, versions, milliseconds }: Material, bounds: Bounds, at: number) {
  const path = join(await folder(), "communique.db");
  await cp(base, path);
  const served = at % SERVED === 0;
  const server = served ? start(["serve"], { DATABASE_URL: path, PORT: "0", LOG_LEVEL: "silent" }) : null;
  await server?.url;
  const program = importing(path, newer);
  await Promise.race([wait(bounds.random() * 1.2 * milliseconds), program.ended]);
  await Promise.all([program.stop("SIGKILL"), server?.stop("SIGKILL")]);
  const failed = wrongIn(path, [versions.before, versions.after]);
  if (served) {
    const again = start(["serve"], { DATABASE_URL: path, PORT: "0", LOG_LEVEL: "silent" });
    const { status } = await fetch(`${await again.url}/readyz`);
    if (status !== 200) failed.push(`the server started again answers ${status}`);
    await again.stop();
  }
  const { code, stderr } = await importing(path, newer).ended;
  if (code !== 0) failed.push(`the import afterwards fails: ${stderr}`);
  else failed.push(...wrongIn(path, [versions.after]));
  return failed;
}

export const kills: Part = {
  does: "SIGKILL of an import and of a server at any moment: the old data or the new is there, whole, and all goes on",
  async run(bounds): Promise<Outcome> {
    const made = await material();
    const failed: string[] = [];
    const first = upTo(SERVED, bounds);
    let at = first;
    for (; !bounds.isOver(); at++) failed.push(...(await tried(made, bounds, at)));
    return { tried: at - first, failed };
  },
};
