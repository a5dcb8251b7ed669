import { autoModeMostHours } from "../../../scheduling/node-pool/auto-mode";
import { providerOf } from "../../../scheduling/node-pool/class-provider";
import { parseDuration } from "../../../scheduling/values/duration";
import type { PoolTrap } from "../trap";

/** https://docs.aws.amazon.com/eks/latest/userguide/automode.html */
export const runsOnAutoMode: PoolTrap<"written"> = {
  id: "runs-on-auto-mode",
  title: "Pools of EKS Auto Mode",
  rank: 395,
  kind: "good-to-know",
  fix: "Nothing in a cluster with EKS Auto Mode; elsewhere name an EC2NodeClass.",
  at: ["spec", "template", "spec", "nodeClassRef"],
  textsFor: ({ written: { nodeClassRef, expireAfter } }) => {
    if (providerOf(nodeClassRef) !== "auto-mode") return [];
    const hours = (parseDuration(expireAfter) ?? Infinity) / 3600;
    const cut =
      hours > autoModeMostHours ? ` expireAfter ${expireAfter} is therefore cut to 21 days.` : "";
    return [
      `Names a NodeClass of eks.amazonaws.com, so EKS Auto Mode runs it; a Karpenter of one's own passes it over. A node of EKS Auto Mode lives 21 days at most.${cut}`,
    ];
  },
};
