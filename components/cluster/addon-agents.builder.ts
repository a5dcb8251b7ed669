import type { Agent } from "../../scheduling/agents/agent";
import {
  archLabelKey,
  instanceTypeLabelKey,
  osLabelKey,
} from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import type { Toleration } from "../../scheduling/taints/taints";
import { affinityTerms } from "../shared/node-affinity.builder";
import type { AddonName } from "./addon-settings.builder";
import { nodeMonitoringSettings } from "./node-monitoring.builder";

/**
 * The DaemonSets of these EKS add-ons, in their order. The settings of the program change the placement of the node
 * monitoring agent alone; every other add-on keeps the placement that is built into it.
 */
export function addonAgents(addons: readonly AddonName[]): readonly Agent[] {
  return addons.flatMap((addon) => agentOfAddon[addon] ?? []);
}

const everyTaint: readonly Toleration[] = [{ operator: "Exists" }];

const linux: NodeSelectorRequirement = { key: osLabelKey, operator: "In", values: ["linux"] };
const amd64OrArm64: NodeSelectorRequirement = {
  key: archLabelKey,
  operator: "In",
  values: ["amd64", "arm64"],
};
const ec2: NodeSelectorRequirement = {
  key: "eks.amazonaws.com/compute-type",
  operator: "NotIn",
  values: ["fargate", "hybrid", "auto"],
};
/** The EBS CSI driver's image does not run on the first generation of Graviton. */
const notA1: NodeSelectorRequirement = {
  key: instanceTypeLabelKey,
  operator: "NotIn",
  values: ["a1.medium", "a1.large", "a1.xlarge", "a1.2xlarge", "a1.4xlarge"],
};

/** The DaemonSet of each add-on; undefined for an add-on that has Deployments alone. */
const agentOfAddon: Readonly<Record<AddonName, Agent | undefined>> = {
  "vpc-cni": {
    // https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/charts/aws-vpc-cni/values.yaml
    name: "aws-node",
    purpose: "addresses of pods (vpc-cni)",
    tolerations: everyTaint,
    nodeSelector: {},
    affinityTerms: [[linux, amd64OrArm64, ec2]],
  },
  "kube-proxy": {
    name: "kube-proxy",
    purpose: "Services",
    tolerations: everyTaint,
    nodeSelector: {},
    affinityTerms: [[linux, amd64OrArm64, ec2]],
  },
  "eks-pod-identity-agent": {
    // https://github.com/aws/eks-pod-identity-agent/blob/main/charts/eks-pod-identity-agent/values.yaml
    name: "eks-pod-identity-agent",
    purpose: "AWS credentials of pods",
    tolerations: everyTaint,
    nodeSelector: {},
    affinityTerms: [[linux, amd64OrArm64, ec2]],
  },
  coredns: undefined,
  "aws-ebs-csi-driver": {
    // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml
    name: "ebs-csi-node",
    purpose: "EBS volumes of pods",
    tolerations: everyTaint,
    nodeSelector: { [osLabelKey]: "linux" },
    affinityTerms: [[ec2, notA1]],
  },
  "metrics-server": undefined,
  // The DCGM server of this add-on runs on no node on purpose, so it is no agent (node-monitoring.builder.ts).
  "eks-node-monitoring-agent": {
    name: "eks-node-monitoring-agent",
    purpose: "health of nodes as conditions",
    tolerations: everyTaint,
    nodeSelector: {},
    affinityTerms: affinityTerms(nodeMonitoringSettings.nodeAgent.affinity),
  },
};
