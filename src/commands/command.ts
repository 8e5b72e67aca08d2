// The shape of a command: what `npm run communique -- <verb>` can do.
import type { ParseArgsConfig } from "node:util";

/** A mistake in how a command was called; the cli prints it with the usage and exits 2. */
export class UsageError extends Error {}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface Command {
  readonly name: string;
  /** One line for the list of verbs. */
  readonly summary: string;
  /** The call, e.g. `verify --source <id> <text file>`. */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Each option as typed, and its meaning. */
  readonly help: readonly (readonly [string, string])[];
  /** Whether it takes words that are not options. */
  readonly positionals: boolean;
  /** Hands every word on to another program unread. */
  readonly passthrough?: boolean;
  /** Does the work and answers with the exit code. */
  run(args: { values: Values; positionals: string[] }): Promise<number>;
}
