import type { Blast } from "./blast";
import { changesOfPart, isRemoved, poolsOf, removalWord, type Fleet } from "./fleet";

/** A cluster that goes away takes every node with it, or leaves them running without one. */
export function clusterBlasts(fleet: Fleet): readonly Blast[] {
  return changesOfPart(fleet, "cluster")
    .filter(isRemoved)
    .map((cluster) => ({
      effect: "drains",
      name: cluster.object,
      urn: cluster.urn,
      problem: `${removalWord(cluster)} the cluster`,
      causes: cluster.replaceReasons,
      consequence:
        "Everything in the cluster ends. Instances that Karpenter launched may go on without a cluster.",
      fix:
        cluster.action === "delete"
          ? "follow the order of docs/deploying.md, Remove the stack"
          : "keep the property; make a second cluster for another value, and move the work",
      pools: poolsOf(fleet),
    }));
}
