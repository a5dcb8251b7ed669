import type { NodeAge } from "../../answers/disruption/node-age";
import { spanText } from "../../answers/disruption/span-text";

/** The age of nodes in plain words. */
export function nodeAgeText(age: NodeAge): readonly string[] {
  const { expiryHours, unpatchedHours } = age;
  return [
    expiryHours === null
      ? "expireAfter Never: no age at which a node must go"
      : `a node is replaced by force ${spanText(expiryHours)} after its creation`,
    unpatchedHours.ordinary === null
      ? "a node may run without a patch for ever: drift never replaces it"
      : `a new AMI reaches a node ${unpatchedHours.ordinary === 0 ? "as soon as budgets let drift replace it" : `within ${spanText(unpatchedHours.ordinary)}`}`,
    blockedText(age),
  ];
}

function blockedText({ drainHours, expiryHours, mostHours }: NodeAge): string {
  const isCut =
    mostHours !== undefined && (drainHours ?? Infinity) + (expiryHours ?? 0) > mostHours;
  if (isCut) {
    return `a pod that may not be evicted holds its node until it is ${spanText(mostHours)} old at most, where EKS Auto Mode removes it`;
  }
  return drainHours === null
    ? "a pod that may not be evicted holds its node, and every patch off it, for as long as it runs"
    : `a pod that may not be evicted holds its node ${spanText(drainHours)} longer at most`;
}
