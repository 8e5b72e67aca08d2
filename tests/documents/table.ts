// Tables of Markdown, written.

/** A table; a `|` in a cell is escaped, so that it does not end the cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Words as code, with commas between. */
export const codes = (words: readonly unknown[]): string => words.map((word) => `\`${word}\``).join(", ");
