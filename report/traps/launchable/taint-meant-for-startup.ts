import { formatTaint } from "../../../scheduling/taints/taints";
import { listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/**
 * Taints that an agent takes away once it is ready. Among `taints` Karpenter expects them to stay, so it launches
 * nothing for a pod that does not tolerate them.
 * https://karpenter.sh/v1.15/concepts/nodepools/#cilium-startup-taint
 */
export const taintMeantForStartup: PoolTrap<"nodePool"> = {
  id: "taint-meant-for-startup",
  title: "Taints that belong among the startup taints",
  rank: 45,
  kind: "costly",
  fix: "Move the taint to spec.template.spec.startupTaints.",
  at: ["spec", "template", "spec", "taints"],
  textsFor: ({ nodePool: { taints } }) => {
    const meant = taints.filter(({ key }) => goesAway.test(key));
    if (meant.length === 0) return [];
    return [
      `${listed(meant.map(formatTaint))} ${meant.length === 1 ? "is" : "are"} taken away by an agent once it is ready, but ${meant.length === 1 ? "is" : "are"} written among the lasting taints: Karpenter launches nothing for pods that do not tolerate ${meant.length === 1 ? "it" : "them"}.`,
    ];
  },
};

/** https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.66.0/docs/install.md#configure-node-startup-taint */
const goesAway = /(\/agent-not-ready|\/uninitialized|\/not-ready|\/network-unavailable)$/;
