/**
 * Kubernetes quantities: `500`, `100m`, `2000Gi`, `1e3`.
 *
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */

const quantityText =
  /^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:([eE][+-]?[0-9]+)|([KMGTPE]i|[numkMGTPE]))?$/;

const multiplierBySuffix: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Kubernetes stores larger amounts as 2 ** 63 - 1. This is the nearest JavaScript number.
 * https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity
 */
const largest = 2 ** 63;

/**
 * The value in base units (bytes, cores, devices). Undefined for text that is no quantity.
 * A number must be whole: the API server refuses a fraction that is not in quotes.
 */
export function parseQuantity(text: string | number): number | undefined {
  if (typeof text === "number") return Number.isSafeInteger(text) ? text : undefined;
  if (typeof text !== "string") return undefined;
  const match = quantityText.exec(text);
  if (match === null) return undefined;
  const [, digits = "", exponent = "", suffix] = match;
  const value = Number(`${digits}${exponent}`);
  // 100m must be exactly 0.1. Division by 1e3 gives that; multiplication by 1e-3 does not.
  if (suffix === "m" || suffix === "u" || suffix === "n") {
    return Math.min(value / { m: 1e3, u: 1e6, n: 1e9 }[suffix], largest);
  }
  const multiplier = suffix === undefined ? 1 : (multiplierBySuffix[suffix] ?? NaN);
  return Math.min(value * multiplier, largest);
}

const binaryUnits = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"] as const;

/** A whole number of bytes, in the largest binary unit that needs no fraction: 2 ** 30 is `1Gi`. */
export function formatBytes(bytes: number): string {
  if (bytes !== 0) {
    for (const unit of binaryUnits) {
      const size = multiplierBySuffix[unit] ?? NaN;
      if (bytes % size === 0) return `${bytes / size}${unit}`;
    }
  }
  return String(bytes);
}
