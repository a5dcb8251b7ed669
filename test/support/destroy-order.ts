import assert from "node:assert/strict";

import { nameOf, typeOf } from "../../command-line/urn";

/** The documented order of a destroy (docs/architecture.md): each group goes before the next. */
const destroyOrder: readonly (readonly [string, (type: string, name: string) => boolean])[] = [
  ["NodePools", (type) => type === "kubernetes:karpenter.sh/v1:NodePool"],
  ["EC2NodeClasses", (type) => type === "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"],
  ["operators", (type, name) => isRelease(type) && !name.startsWith("karpenter-")],
  ["Karpenter", (type, name) => isRelease(type) && name === "karpenter-release"],
  ["Karpenter's CRDs", (type, name) => isRelease(type) && name === "karpenter-crd-release"],
  ["Karpenter's AWS side", (type, name) => isAws(type) && name.startsWith("karpenter-")],
  ["add-ons after nodes", (type, name) => isAws(type) && name.startsWith("addons-after-nodes-")],
  ["system nodes", (type) => type === "aws:eks/nodeGroup:NodeGroup"],
  ["add-ons before nodes", (type, name) => isAws(type) && name.startsWith("addons-before-nodes-")],
  ["the cluster", (type) => type === "aws:eks/cluster:Cluster"],
  ["the network", (type, name) => isAws(type) && name.startsWith("network-")],
];

/**
 * Asserts that of each group everything is gone before anything of the next one goes.
 *
 * @param deleted URNs in the order in which they were deleted
 * @returns how many were deleted of each group
 */
export function assertDestroyOrder(deleted: readonly string[]): Readonly<Record<string, number>> {
  let last = -1;
  let previous = "";
  const counts: Record<string, number> = {};
  for (const [group, belongs] of destroyOrder) {
    const places = deleted.flatMap((urn, place) =>
      belongs(typeOf(urn), nameOf(urn)) ? [place] : [],
    );
    counts[group] = places.length;
    if (places.length === 0) continue;
    assert.ok(Math.min(...places) > last, `${group} before ${previous} were gone`);
    last = Math.max(...places);
    previous = group;
  }
  return counts;
}

function isRelease(type: string): boolean {
  return type === "kubernetes:helm.sh/v3:Release";
}

function isAws(type: string): boolean {
  return type.startsWith("aws:");
}
