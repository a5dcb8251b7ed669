import type { NodePool } from "./node-pool";
import { optionally } from "./message";
import { readField, textOf } from "./reading";

const autoModePrefix = "eks.amazonaws.com/instance-";
const karpenterPrefix = "karpenter.k8s.aws/instance-";

/**
 * Whether a pool is one of EKS Auto Mode, which has label keys of its own for the same properties of instance types.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html#auto-supported-labels
 */
export function isAutoMode(pool: NodePool): boolean {
  const group = optionally(() =>
    textOf(readField(pool.props, "spec", "template", "spec", "nodeClassRef", "group")),
  );
  return group?.kind === "present" && group.value === "eks.amazonaws.com";
}

/** Whether a key is one of instance types, and of the other kind of node class. */
export function keysOfAnotherClass(key: string, auto: boolean): boolean {
  return key.startsWith(auto ? karpenterPrefix : autoModePrefix);
}

/** The key by which the catalogue knows what a pool's key says; undefined for a key that says nothing there. */
export function catalogueKey(key: string, auto: boolean): string | undefined {
  if (keysOfAnotherClass(key, auto)) return undefined;
  return auto && key.startsWith(autoModePrefix)
    ? `${karpenterPrefix}${key.slice(autoModePrefix.length)}`
    : key;
}
