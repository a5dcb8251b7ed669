import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import { eksImageRegistry } from "./eks-image-registry";

/**
 * Label of the nodes on which the plugin runs. By default the chart runs the plugin on every instance type that can
 * have EFA interfaces. On a node that was launched without such an interface the plugin crashes in a loop.
 * https://github.com/aws/eks-charts/issues/1239
 */
export const efaLabelKey = "vpc.amazonaws.com/efa.present";

export interface EfaDevicePluginSettings {
  readonly region: string;
  /** Every pool whose nodes may have EFA interfaces. */
  readonly pools: readonly TaintedPool[];
}

/**
 * Values of the `aws-efa-k8s-device-plugin` chart. The chart always renders a node affinity with a list of instance
 * types. The values replace that list by a label that every node has.
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

/** The template of the chart adds this toleration to the list in the values. */
export const tolerationOfChart: Toleration = { key: "CriticalAddonsOnly", operator: "Exists" };
