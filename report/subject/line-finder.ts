import { isNode, type Document, type LineCounter } from "yaml";

import type { FaultPath } from "../../scheduling/values/fault";

/**
 * Finds lines, from 1, of fields in a manifest. A field that is not written, or that a merge key brings, has the line
 * of the nearest field above it.
 *
 * @param base where the manifest is in the document
 */
export function lineFinder(
  document: Document.Parsed,
  lines: LineCounter,
  base: FaultPath = [],
): (path: FaultPath) => number {
  return (path) => {
    const whole = [...base, ...path];
    for (let length = whole.length; length >= 0; length -= 1) {
      const line = lineAt(document, lines, whole.slice(0, length));
      if (line !== undefined) return line;
    }
    return 1;
  };
}

/** The line of the key, because a value that is a block begins below its key. */
function lineAt(
  document: Document.Parsed,
  lines: LineCounter,
  path: FaultPath,
): number | undefined {
  const parent: unknown = path.length === 0 ? undefined : nodeAt(document, path.slice(0, -1));
  const key = path.at(-1);
  const pairs = (parent as { items?: readonly unknown[] } | undefined)?.items ?? [];
  for (const pair of pairs) {
    const own = (pair as { key?: unknown } | null)?.key;
    if (isNode(own) && String((own as { value?: unknown }).value) === key && own.range) {
      return lines.linePos(own.range[0]).line;
    }
  }
  const node = nodeAt(document, path);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}

function nodeAt(document: Document.Parsed, path: FaultPath): unknown {
  try {
    return path.length === 0 ? document.contents : document.getIn(path, true);
  } catch {
    // The path enters a scalar.
    return undefined;
  }
}
