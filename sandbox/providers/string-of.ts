/** An input as text, for names and ARNs that contain it; `fallback` when the input is absent. */
export function stringOf(value: unknown, fallback = ""): string {
  return typeof value === "string" ? value : fallback;
}
