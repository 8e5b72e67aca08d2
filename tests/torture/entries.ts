// Entries: the source of a module, changed so that each of its functions says when it is entered.
import ts from "typescript";

/** What a function is called; nothing for a callback. */
function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  const { name, parent } = node;
  if (name !== undefined) return name.getText();
  const named = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return named ? parent.name.getText() : "";
}

/**
 * The source of a module that calls `globalThis.noteEntry([file, name])` at the start of every function's body.
 * Lines stay where they are, so that a stack says the same.
 */
export function noted(source: string, file: string): string {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const inserts: [at: number, text: string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const body = node.body as ts.Node;
      const note = `globalThis.noteEntry(${JSON.stringify([file, nameOf(node as ts.FunctionLikeDeclaration)])})`;
      if (ts.isBlock(body)) inserts.push([body.getStart() + 1, `${note};`]);
      else inserts.push([body.getStart(), `(${note}, `], [body.getEnd(), ")"]);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  // From the end on, so that no place moves; of one place, inner ones before outer ones.
  inserts.sort(([one], [two]) => two - one);
  return inserts.reduce((text, [at, more]) => text.slice(0, at) + more + text.slice(at), source);
}
