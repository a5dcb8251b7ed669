import type { FieldRecord } from "./reading";

/**
 * What a server-side apply of `patch` makes of `base`: objects are joined, everything else is replaced, lists too
 * (Karpenter's lists are atomic). Nothing is read before a rule reads it, because any value may be unknown at preview.
 *
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function merged(base: unknown, patch: unknown): unknown {
  if (!isRecord(base) || !isRecord(patch)) return patch;
  const keys = (): string[] => [...new Set([...Object.keys(base), ...Object.keys(patch)])];
  const read = (key: string): unknown => {
    if (!Object.hasOwn(patch, key)) return base[key];
    return Object.hasOwn(base, key) ? merged(base[key], patch[key]) : patch[key];
  };
  const has = (key: string | symbol): key is string =>
    typeof key === "string" && (Object.hasOwn(base, key) || Object.hasOwn(patch, key));
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, key) => (has(key) ? read(key) : undefined),
      has: (_, key) => has(key),
      ownKeys: keys,
      getOwnPropertyDescriptor: (_, key) =>
        has(key) ? { configurable: true, enumerable: true, writable: false } : undefined,
    },
  );
}

function isRecord(value: unknown): value is FieldRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
