// Open for writing: a database that a command changes, and why it cannot be used, in words for operators.
import type { Database } from "../../store/engine/database.ts";
import { openWriter } from "../../store/engine/open.ts";

/** By SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const REASONS: Readonly<Record<number, string>> = {
  5: "another process is writing to it, perhaps another import; try again when that has ended",
  8: "it may not be written",
  10: "its disk failed, or lets no file grow so far",
  13: "its disk is full",
};

/** What is told when a database of an older schema was made anew with these imported datasets in it. */
export function goneMessage(gone: readonly string[]): string {
  return `the database of an older program was made anew: what was imported into ${gone.join(", ")} is gone, import it again`;
}

/** What is told of a record whose words the index does not hold all. */
export const cutWords = (record: string) =>
  `${record}: longer than the index has room for; it is kept whole, and not found by the words behind the first 900,000 bytes of different ones`;

/** What is told when the index of a database was another program's. */
export const DERIVED = "the index of the database was derived anew from its records; what was imported is kept";

/** Why SQLite failed, where its operator can mend it. */
function reasonOf(error: unknown): string | undefined {
  const { errcode, message } = error as Error & { errcode?: number };
  // The lower byte is the primary code.
  const reason = errcode === undefined ? undefined : REASONS[errcode & 0xff];
  return reason === undefined ? undefined : `${reason} (${message})`;
}

/**
 * Maintains a database whose change is committed. A fault in that takes nothing back: what is committed is read from the
 * journal until a checkpoint succeeds, and tables without new statistics are only slower.
 * @param told hears why it failed
 */
export async function maintain(database: Database, told: (line: string) => void): Promise<void> {
  try {
    await database.tidy();
  } catch (error) {
    const reason = reasonOf(error) ?? (error as Error).message;
    told(`the change is committed and stays; the database could not be maintained afterwards: ${reason}`);
  }
}

/** Works on a database that is open for writing, and closes it; `name` is what is done, for others who would write. */
export async function withWriter<T>(
  url: string,
  name: string,
  work: (database: Database) => Promise<T>,
  open = openWriter,
): Promise<T> {
  const database = await open(url, name);
  try {
    return await work(database);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new Error(`the database ${url} is left as it was: ${reason}`, { cause: error });
  } finally {
    await database.close();
  }
}
