/**
 * Durations as the NodePool CRD writes them: whole numbers of `h`, `m` and `s`, e.g. `1h30m`.
 * `Never` is not a duration; whoever accepts it checks for it first.
 */

const durationText = /^([0-9]+[smh])+$/;
const secondsByUnit: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3600n };
/** Go keeps a duration as 64 bits of nanoseconds: a little over 292 years. */
const maxSeconds = (2n ** 63n - 1n) / 1_000_000_000n;

/** Seconds, or undefined for text that is no such duration or more than Go can hold. */
export function parseDuration(text: string): number | undefined {
  if (typeof text !== "string" || !durationText.test(text)) return undefined;
  let seconds = 0n;
  for (const [, digits = "", unit = ""] of text.matchAll(/([0-9]+)([smh])/g)) {
    seconds += BigInt(digits) * (secondsByUnit[unit] ?? 0n);
  }
  return seconds > maxSeconds ? undefined : Number(seconds);
}

/** The shortest such text: `90` seconds are `1m30s`, 0 is `0s`. Takes whole, non-negative seconds. */
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
