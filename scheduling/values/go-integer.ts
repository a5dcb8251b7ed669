/**
 * Integers as Go's `strconv.Atoi` reads them on a 64-bit machine. Karpenter reads label values,
 * requirement bounds and budget counts with it, so what it accepts decides what a pool matches.
 *
 * Values are `bigint`: a label may hold nineteen digits, which a number would round.
 */

export const maxGoInteger = 2n ** 63n - 1n;
export const minGoInteger = -(2n ** 63n);

const integer = /^[+-]?[0-9]+$/;

/** The value, or undefined where Atoi reports an error: not an integer, or more than 64 bits. */
export function parseGoInteger(text: string): bigint | undefined {
  const value = integerIn(text);
  return value === undefined || isOutOfRange(value) ? undefined : value;
}

/**
 * What Atoi returns besides its error, for callers that ignore the error as Karpenter does: 0 for
 * text that is no integer, the nearest 64-bit value for one that is too large.
 */
export function goIntegerOrFallback(text: string): bigint {
  const value = integerIn(text) ?? 0n;
  if (value > maxGoInteger) return maxGoInteger;
  return value < minGoInteger ? minGoInteger : value;
}

function integerIn(text: string): bigint | undefined {
  if (!integer.test(text)) return undefined;
  return BigInt(text.startsWith("+") ? text.slice(1) : text);
}

function isOutOfRange(value: bigint): boolean {
  return value > maxGoInteger || value < minGoInteger;
}
