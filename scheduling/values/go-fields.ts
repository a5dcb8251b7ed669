/** White space as Go's `strings.Fields` defines it (Unicode). JavaScript's `\s` is a different set. */
const whiteSpace = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Splits a text into words as Go's `strings.Fields` does. */
export function goFields(text: string): string[] {
  return text.split(whiteSpace).filter((word) => word !== "");
}
