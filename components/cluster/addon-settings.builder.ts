import { prefixDelegation } from "../shared/prefix-delegation";
import { systemNodeToleration } from "../shared/system-nodes";
import { nodeMonitoringSettings } from "./node-monitoring.builder";

/** EKS add-ons of the platform, in the order in which they come and, reversed, go. */
export type AddonName =
  | "vpc-cni"
  | "kube-proxy"
  | "eks-pod-identity-agent"
  | "coredns"
  | "aws-ebs-csi-driver"
  | "metrics-server"
  | "eks-node-monitoring-agent";

/** Needed by a node before it is Ready, and until the last node is gone. */
export const addonsBeforeNodes = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"] as const;

/**
 * Add-ons whose pods need a node to run on. The last one writes the health of a node as conditions, and is there where
 * `cluster.nodeMonitoring` asks for it.
 */
export function addonsAfterNodes(nodeMonitoring: boolean): readonly AddonName[] {
  const always = ["coredns", "aws-ebs-csi-driver", "metrics-server"] as const;
  return nodeMonitoring ? [...always, "eks-node-monitoring-agent"] : always;
}

/** Settings of an add-on as it takes them in `configurationValues`; nothing where its defaults do. */
export function addonSettings(addon: AddonName): Readonly<Record<string, unknown>> | undefined {
  return settings[addon];
}

const onSystemNodes = [systemNodeToleration];

const settings: Readonly<Record<AddonName, Readonly<Record<string, unknown>> | undefined>> = {
  // One /28 prefix at a time instead of single addresses: a p5 would otherwise hold some hundred
  // addresses in stock. https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html
  "vpc-cni": {
    env: {
      ENABLE_PREFIX_DELEGATION: "true",
      WARM_PREFIX_TARGET: String(prefixDelegation.warmPrefixes),
    },
  },
  "kube-proxy": undefined,
  "eks-pod-identity-agent": undefined,
  coredns: { tolerations: onSystemNodes },
  // Since 1.30 EKS marks no class as default, and a claim without a class would wait for ever.
  "aws-ebs-csi-driver": {
    controller: { tolerations: onSystemNodes },
    defaultStorageClass: { enabled: true },
  },
  "metrics-server": { tolerations: onSystemNodes },
  "eks-node-monitoring-agent": nodeMonitoringSettings,
};
