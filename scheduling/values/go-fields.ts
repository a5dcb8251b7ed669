/** The white space of Go's `strings.Fields`: Unicode's, which is not that of JavaScript's `\s`. */
const whiteSpace = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The words of a text as Go's `strings.Fields` splits it. */
export function goFields(text: string): string[] {
  return text.split(whiteSpace).filter((word) => word !== "");
}
