import { isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";

import type { Fault, FaultPath } from "../../scheduling/values/fault";

/** A fault of a configuration file, with its line where its path does not lead there. */
export type FileFault = Fault & { readonly line?: number };

/** JSON takes the last of two equal keys, and a reader may take the first. */
export function duplicateKeyFaults(text: string): readonly FileFault[] {
  const { errors } = parseDocument(text, { logLevel: "silent" });
  return errors
    .filter(({ code }) => code === "DUPLICATE_KEY")
    .map(({ linePos }) => ({
      path: [],
      line: linePos?.[0].line ?? 1,
      problem: "a key that is there twice",
      expected: "each key once",
      fix: "remove one of the two",
    }));
}

/**
 * Node names the position of some faults only. JSON is also YAML, so the YAML parser finds the place of the others: what
 * is no YAML either, or a text without double quotes.
 */
export function lineOfSyntaxError(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return text.slice(0, Number(position)).split("\n").length;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  let unquoted: number | undefined;
  visit(document, {
    Scalar: (_, { type, value, range }) => {
      if (typeof value !== "string" || type === "QUOTE_DOUBLE") return undefined;
      unquoted = range?.[0];
      return visit.BREAK;
    },
  });
  return unquoted === undefined
    ? (document.errors[0]?.linePos?.[0].line ?? 1)
    : lines.linePos(unquoted).line;
}

/** A function that gives the line of the deepest key on a path that the JSON text has. */
export function linesOf(text: string): (path: FaultPath) => number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  return (keys) => {
    let line = 1;
    let node: unknown = document.contents;
    for (const key of keys) {
      if (!isMap(node)) return line;
      const pair = node.items.find((one) => isScalar(one.key) && one.key.value === key);
      if (!isScalar(pair?.key)) return line;
      line = lines.linePos(pair.key.range?.[0] ?? 0).line;
      node = pair.value;
    }
    return line;
  };
}
