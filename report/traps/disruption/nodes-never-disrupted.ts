import { doNotDisruptKey } from "../../../scheduling/node-pool/do-not-disrupt";
import type { PoolTrap } from "../trap";

/** https://karpenter.sh/v1.15/concepts/disruption/#node-level-controls */
export const nodesNeverDisrupted: PoolTrap<"nodePool"> = {
  id: "nodes-never-disrupted",
  title: "do-not-disrupt on every node of a pool",
  rank: 125,
  kind: "costly",
  fix: "Put the annotation on the pods that need it.",
  at: ["spec", "template", "metadata", "annotations"],
  textsFor: ({ nodePool: { nodeAnnotations, annotations, labels, expireAfter } }) => {
    if (nodeAnnotations[doNotDisruptKey] === "true") {
      const end =
        expireAfter === "Never"
          ? "expireAfter is Never, so nothing ends a node"
          : `only expiry after ${expireAfter} ends a node`;
      return [
        `Its template has ${doNotDisruptKey}: "true", so every node has it: none is removed when empty, consolidated or replaced by drift, and ${end}.`,
      ];
    }
    const misplaced = Object.hasOwn(nodeAnnotations, doNotDisruptKey)
      ? `its template has ${doNotDisruptKey}: ${JSON.stringify(nodeAnnotations[doNotDisruptKey])}, and on nodes only "true" counts`
      : Object.hasOwn(annotations, doNotDisruptKey)
        ? "it is on the pool itself, and counts only on nodes and pods"
        : Object.hasOwn(labels, doNotDisruptKey)
          ? "it is a label here, and counts only as an annotation"
          : undefined;
    return misplaced === undefined ? [] : [`do-not-disrupt has no effect: ${misplaced}.`];
  },
};
