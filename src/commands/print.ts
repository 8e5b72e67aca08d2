// Printing: what a command says, on the standard output or the standard error, with control characters as escapes.
//
// A name of a file, or a value in one, is somebody else's: an ESC in it would move the cursor of a terminal, change its
// title, or hide a line. Only the line ends of our own texts stay.

/** A text with each control character but line ends as `\u001b`, so that it is valid in JSON too. */
export function printable(text: string): string {
  return text.replace(
    /(?!\n)[\p{Cc}\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A line for whoever uses what a command gives. */
export function say(text: string): void {
  console.log(printable(text));
}

/** A line for whoever runs a command: a fault, a warning, what became of it. */
export function tell(text: string): void {
  console.error(printable(text));
}
