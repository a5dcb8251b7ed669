import { nodeMonitoringSettings } from "../../components/cluster/node-monitoring.builder";
import {
  archLabelKey,
  instanceTypeLabelKey,
  osLabelKey,
} from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import type { Toleration } from "../../scheduling/taints/taints";
import type { Agent } from "../../report/answers/agents/agent-contracts";
import type { PlatformSpec } from "./platform-spec";

/** What EKS add-ons run on every node; nothing is known of those of a cluster that others made. */
export function addonAgents({ cluster, config }: PlatformSpec): readonly Agent[] {
  if (cluster.kind !== "new") return [];
  return [...everyNode, ...(config.cluster.nodeMonitoring ? [nodeMonitoringAgent] : [])];
}

/** The add-ons' own: the stack's settings leave their placement on nodes alone. */
const everything: readonly Toleration[] = [{ operator: "Exists" }];

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
/** The driver's image does not run on the first Graviton. */
const notA1: NodeSelectorRequirement = {
  key: instanceTypeLabelKey,
  operator: "NotIn",
  values: ["a1.medium", "a1.large", "a1.xlarge", "a1.2xlarge", "a1.4xlarge"],
};

const everyNode: readonly Agent[] = [
  {
    // https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/charts/aws-vpc-cni/values.yaml
    name: "aws-node",
    purpose: "addresses of pods (vpc-cni)",
    tolerations: everything,
    nodeSelector: {},
    affinityTerms: [[linux, amd64OrArm64, ec2]],
  },
  {
    name: "kube-proxy",
    purpose: "Services",
    tolerations: everything,
    nodeSelector: {},
    affinityTerms: [[linux, amd64OrArm64, ec2]],
  },
  {
    // https://github.com/aws/eks-pod-identity-agent/blob/main/charts/eks-pod-identity-agent/values.yaml
    name: "eks-pod-identity-agent",
    purpose: "AWS credentials of pods",
    tolerations: everything,
    nodeSelector: {},
    affinityTerms: [[linux, amd64OrArm64, ec2]],
  },
  {
    // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml
    name: "ebs-csi-node",
    purpose: "EBS volumes of pods",
    tolerations: everything,
    nodeSelector: { [osLabelKey]: "linux" },
    affinityTerms: [[ec2, notA1]],
  },
];

/** The add-on's DCGM server is placed on no node, on purpose, and left out here. */
const nodeMonitoringAgent: Agent = {
  name: "eks-node-monitoring-agent",
  purpose: "health of nodes as conditions",
  tolerations: everything,
  nodeSelector: {},
  affinityTerms:
    nodeMonitoringSettings.nodeAgent.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.map(
      ({ matchExpressions }) => matchExpressions,
    ),
};
