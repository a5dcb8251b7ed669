import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import { eksImageRegistry } from "../shared/eks-image-registry";

/**
 * Label of nodes whose EFA interfaces the plugin advertises. The chart's own choice, all types that could
 * have some, sends it to nodes that were launched without, where it crashes again and again.
 * https://github.com/aws/eks-charts/issues/1239
 */
export const efaLabelKey = "vpc.amazonaws.com/efa.present";

export interface EfaDevicePluginSettings {
  readonly region: string;
  /** Every pool whose nodes may have EFA interfaces. */
  readonly pools: readonly TaintedPool[];
}

/**
 * Values of the `aws-efa-k8s-device-plugin` chart. The list of instance types in its node affinity cannot be
 * left out, only answered with a label that every node has.
 *
 * @see https://github.com/aws/eks-charts/tree/master/stable/aws-efa-k8s-device-plugin
 */
export function efaDevicePluginValues({ region, pools }: EfaDevicePluginSettings) {
  return {
    image: { repository: `${eksImageRegistry(region)}/eks/aws-efa-k8s-device-plugin` },
    nodeSelector: { [efaLabelKey]: "true" },
    supportedInstanceLabels: { keys: ["kubernetes.io/os"], values: ["linux"] },
    // The chart's own list is empty, so no entry of the chart is repeated here.
    tolerations: agentTolerations([], pools),
  };
}

/** The chart's template adds this toleration itself, beside the list in the values. */
export const tolerationOfChart: Toleration = { key: "CriticalAddonsOnly", operator: "Exists" };
