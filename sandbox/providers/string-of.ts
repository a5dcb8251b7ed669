/** An input as text, for names and ARNs that are made of it; `fallback` where it is not given. */
export function stringOf(value: unknown, fallback = ""): string {
  return typeof value === "string" ? value : fallback;
}
