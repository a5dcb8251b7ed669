import type { Blast } from "./blast";
import { poolsOf, removalWord, removedOfPart, type Fleet } from "./fleet";

/** Karpenter's kinds, its controller, and what advertises the devices of a node. */
export function releaseBlasts(fleet: Fleet): readonly Blast[] {
  const pools = poolsOf(fleet);
  return [
    ...removedOfPart(fleet, "karpenter-kinds").map((release): Blast => ({
      effect: "drains",
      name: release.object,
      urn: release.urn,
      problem: `${removalWord(release)} the definitions of Karpenter's kinds`,
      causes: release.replaceReasons,
      consequence:
        "Deleting the definition of a kind deletes every object of it: all NodePools and NodeClaims of the cluster, and so all their nodes.",
      fix:
        release.action === "delete"
          ? "keep the release for as long as the cluster has NodePools"
          : "keep the name and the namespace of the release, and upgrade it in place",
      pools,
    })),
    ...removedOfPart(fleet, "karpenter").map((release): Blast => ({
      effect: "orphans",
      name: release.object,
      urn: release.urn,
      problem: `${removalWord(release)} Karpenter's controller`,
      causes: release.replaceReasons,
      consequence:
        "Until a controller runs again, nothing launches, drains or ends a node, and no Spot interruption is handled.",
      fix:
        release.action === "delete"
          ? "remove the NodePools first, and wait until their nodes are gone"
          : "keep the name and the namespace of the release, and upgrade it in place",
      pools,
    })),
    ...removedOfPart(fleet, "device-agent")
      // A replaced agent starts again, and running pods keep their devices.
      .filter(({ action }) => action === "delete")
      .map((release): Blast => ({
        effect: "orphans",
        name: release.object,
        urn: release.urn,
        problem: "deletes the release that advertises devices on the nodes",
        causes: [],
        consequence:
          "Nodes lose their devices for new pods. They cost the same, and Karpenter launches more of them for the pods that wait.",
        fix: "remove the NodePools with these devices first",
        pools,
      })),
  ];
}
