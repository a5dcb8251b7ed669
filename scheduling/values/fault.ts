/** One thing wrong with a value that somebody wrote. */
export interface Fault {
  /** Where, relative to the value that was examined: `[2].operator`, or `` for the whole of it. */
  readonly path: string;
  /** What is wrong, what was found, what is allowed, what to do. */
  readonly problem: string;
}

/** A short, safe rendering of a found value for a message: never throws, never floods. */
export function found(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = textOf(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Cyclic structures and bigints have no JSON.
    return typeof value;
  }
}
