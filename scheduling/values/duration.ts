/**
 * Durations in the form of the NodePool CRD: whole numbers of `h`, `m` and `s`, e.g. `1h30m`.
 * `Never` is not a duration. Callers that accept it check for it first.
 */

const durationText = /^([0-9]+[smh])+$/;
const secondsByUnit: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3600n };
/** Go stores a duration as nanoseconds in 64 bits, so the longest one is a little over 292 years. */
const maxSeconds = (2n ** 63n - 1n) / 1_000_000_000n;

/** The duration in seconds. Undefined for other text, and for a duration that Go cannot store. */
export function parseDuration(text: string): number | undefined {
  if (typeof text !== "string" || !durationText.test(text)) return undefined;
  let seconds = 0n;
  for (const [, digits = "", unit = ""] of text.matchAll(/([0-9]+)([smh])/g)) {
    seconds += BigInt(digits) * (secondsByUnit[unit] ?? 0n);
  }
  return seconds > maxSeconds ? undefined : Number(seconds);
}

/** The shortest text of a duration: 90 seconds are `1m30s`, 0 is `0s`. Takes whole, non-negative seconds. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  const parts = [
    [hours, "h"],
    [minutes, "m"],
    [rest, "s"],
  ] as const;
  const text = parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : "")).join("");
  return text === "" ? "0s" : text;
}
