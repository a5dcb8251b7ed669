/**
 * Integers as Go's `strconv.Atoi` reads them on a 64-bit machine. Karpenter uses it for label values,
 * bounds of requirements and counts of budgets, so a pool matches only what Atoi accepts.
 *
 * Values are `bigint`, because a label may hold nineteen digits, which a JavaScript number would round.
 */

export const maxGoInteger = 2n ** 63n - 1n;
const minGoInteger = -(2n ** 63n);

const integer = /^[+-]?[0-9]+$/;

/** The value. Undefined where Atoi reports an error: the text is no integer, or needs more than 64 bits. */
export function parseGoInteger(text: string): bigint | undefined {
  const value = integerIn(text);
  return value === undefined || isOutOfRange(value) ? undefined : value;
}

/**
 * The value that Atoi returns together with an error. Karpenter ignores the error in some places.
 * It is 0 for text that is no integer, and the nearest 64-bit value for an integer that is too large.
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
