import { prefixDelegation } from "../network/node-addresses.builder";
import { systemNodeToleration } from "../shared/controller-placement";
import { nodeMonitoringSettings } from "./node-monitoring.builder";

/** EKS add-ons of the platform. The order is that of their installation; they are removed in the reverse order. */
export type AddonName =
  | "vpc-cni"
  | "kube-proxy"
  | "eks-pod-identity-agent"
  | "coredns"
  | "aws-ebs-csi-driver"
  | "metrics-server"
  | "eks-node-monitoring-agent";

/** Add-ons that a node needs before it is Ready, and until the last node is gone. */
export const addonsBeforeNodes = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"] as const;

/**
 * Add-ons whose pods need a node to run on.
 *
 * @param nodeMonitoring whether the stack asks for the agent that writes the health of a node as conditions
 */
export function addonsAfterNodes(nodeMonitoring: boolean): readonly AddonName[] {
  const always = ["coredns", "aws-ebs-csi-driver", "metrics-server"] as const;
  return nodeMonitoring ? [...always, "eks-node-monitoring-agent"] : always;
}

/**
 * Settings of an add-on, in the form of its `configurationValues`. Undefined: the defaults of the add-on are right.
 */
export function addonSettings(addon: AddonName): Readonly<Record<string, unknown>> | undefined {
  return settings[addon];
}

const onSystemNodes = [systemNodeToleration];

const settings: Readonly<Record<AddonName, Readonly<Record<string, unknown>> | undefined>> = {
  // The CNI keeps one /28 prefix in reserve and not single addresses. With single addresses a p5 would reserve some
  // hundred of them. https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html
  "vpc-cni": {
    env: {
      ENABLE_PREFIX_DELEGATION: "true",
      WARM_PREFIX_TARGET: String(prefixDelegation.warmPrefixes),
    },
  },
  "kube-proxy": undefined,
  "eks-pod-identity-agent": undefined,
  coredns: { tolerations: onSystemNodes },
  // Since Kubernetes 1.30 EKS marks no StorageClass as default. Without one, a claim that names no class waits
  // forever.
  "aws-ebs-csi-driver": {
    controller: { tolerations: onSystemNodes },
    defaultStorageClass: { enabled: true },
  },
  "metrics-server": { tolerations: onSystemNodes },
  "eks-node-monitoring-agent": nodeMonitoringSettings,
};
