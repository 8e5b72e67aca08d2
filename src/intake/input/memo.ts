// Memo: what was made of a text is kept for the next row that has it.

/**
 * Keeps what `make` makes, up to `limit` of them, then begins anew. The key is copied: a piece of a block of text
 * would hold all of the block.
 */
export function memo<T extends object | string | number | null>(
  limit: number,
  make: (key: string) => T,
): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    if (known.size >= limit) known.clear();
    const own = Buffer.from(key).toString();
    const made = make(own);
    known.set(own, made);
    return made;
  };
}
