import { CST, Lexer } from "yaml";

/** More than twice the depth of the schema. Deeper data refers to itself by an alias, or is not a stack file. */
export const deepestNesting = 256;

/**
 * Whether a YAML text may be nested deeper than `deepestNesting`. Reads tokens only. Parsing such a text would overflow the
 * parser's stack, which takes seconds and takes longer each time. In block style, each level is indented by at least one
 * more column. In flow style, each level opens one bracket.
 */
export function isTextTooDeep(text: string): boolean {
  let column = 0;
  let brackets = 0;
  let isScalarNext = false;
  for (const token of new Lexer().lex(text)) {
    const type = isScalarNext ? "scalar" : CST.tokenType(token);
    isScalarNext = token === CST.SCALAR;
    if (type === "flow-map-start" || type === "flow-seq-start") brackets += 1;
    if (type === "flow-map-end" || type === "flow-seq-end") brackets -= 1;
    const isIndentation = type === "space" && column === 0 && token.length > deepestNesting;
    const isMark = type === "seq-item-ind" || type === "explicit-key-ind";
    if (brackets > deepestNesting || isIndentation || (isMark && column > deepestNesting)) {
      return true;
    }
    column = token.endsWith("\n") ? 0 : column + token.length;
  }
  return false;
}

/**
 * Whether plain data is nested deeper than that. Each level visits an object once, so a circle or many aliases of one object
 * cost no extra time.
 */
export function isDataTooDeep(root: unknown): boolean {
  let level = new Set([root]);
  for (let depth = 0; level.size > 0; depth += 1) {
    if (depth > deepestNesting) return true;
    level = new Set([...level].flatMap(childrenOf));
  }
  return false;
}

function childrenOf(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}
