/** Minor versions of Karpenter whose behaviour differs for this project. */

import { coerce, lt } from "semver";

/** Ascending. A cluster that runs one of them is supported. */
export const karpenterMinors = ["1.14", "1.15"] as const;

export type KarpenterMinor = (typeof karpenterMinors)[number];

/** The minor that is assumed where nothing names a version, such as for manifests without a stack. */
export const newestKarpenterMinor: KarpenterMinor = "1.15";

/**
 * The known minor that behaves as this version does: its own; the oldest known for an older version, and the newest
 * for a newer version or for a text that is no version.
 *
 * @param version such as `1.15.2` or `v1.14.1`
 */
export function karpenterMinorOf(version: string): KarpenterMinor {
  const parsed = coerce(version);
  if (parsed === null) return newestKarpenterMinor;
  const known = karpenterMinors.filter((minor) => !lt(parsed, `${minor}.0`));
  return known.at(-1) ?? karpenterMinors[0];
}
