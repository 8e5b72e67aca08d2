// Titles of tests: which calls of the test sources give one, and that each says more than one word.
import ts from "typescript";
import type { Law } from "./laws.ts";

/** The name at the beginning of what is called: `test` of `test.skipIf(…)("…", …)` and of `test.each(…)("…", …)`. */
function callee(call: ts.CallExpression): string {
  let root: ts.Expression = call.expression;
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = root.expression;
  return root.getText();
}

/** Titles of tests as written, without their quotation marks; a title that is made elsewhere is not looked at. */
function titlesIn(path: string, text: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && callee(node) === "test") {
      const [title, body] = node.arguments;
      if (title !== undefined && body !== undefined && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return titles;
}

/** A failing line says what broke: a title is no single word, and no placeholder alone. */
export const titles: Law = (files) =>
  [...files]
    .filter(([path]) => path.startsWith("tests/"))
    .flatMap(([path, text]) =>
      titlesIn(path, text).flatMap((title) =>
        /\S\s+\S/.test(title) ? [] : [`${path}: the title "${title}" is a single word`],
      ),
    );
