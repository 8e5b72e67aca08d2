// What a collection is called and says of itself in the documentation.
import type { Collection } from "../model/ids.ts";

export interface CollectionText {
  readonly collection: Collection;
  /** One of its records, as in `getEvent`. */
  readonly singular: string;
  readonly summary: string;
  readonly description: string;
  /** A record that the examples use. */
  readonly example: string;
}
