import { valueAt } from "../../scheduling/values/fault";
import type { PlannedChange, ResourceState } from "./plan";

/** What a resource is to the nodes of a fleet, in any program. */
export type FleetPart =
  | "cluster"
  | "karpenter-kinds"
  | "karpenter"
  | "device-agent"
  | "node-pool"
  | "node-class"
  | "instance-role"
  | "instance-role-policy"
  | "node-access"
  | "subnet"
  | "key"
  | "node-group"
  | "instance"
  | "reservation";

const karpenterGroups = ["karpenter.sh", "karpenter.k8s.aws", "eks.amazonaws.com"];

/** The charts by the last part of their name: of Karpenter, and of what advertises devices on nodes. */
const charts: Readonly<Record<string, FleetPart>> = {
  "karpenter-crd": "karpenter-kinds",
  karpenter: "karpenter",
  "gpu-operator": "device-agent",
  "nvidia-device-plugin": "device-agent",
  "neuron-helm-chart": "device-agent",
  "aws-efa-k8s-device-plugin": "device-agent",
};

/** Types of AWS resources that need no look at their inputs. */
const awsParts: Readonly<Record<string, FleetPart>> = {
  "aws:eks/cluster:Cluster": "cluster",
  "aws:ec2/subnet:Subnet": "subnet",
  "aws:kms/key:Key": "key",
  "aws:eks/nodeGroup:NodeGroup": "node-group",
  "aws:ec2/instance:Instance": "instance",
  "aws:ec2/capacityReservation:CapacityReservation": "reservation",
  "aws:ec2/capacityBlockReservation:CapacityBlockReservation": "reservation",
};

/** The part that a resource is, verdicts by its inputs before the change; undefined for any other resource. */
export function fleetPartOf(change: PlannedChange): FleetPart | undefined {
  const inputs = (change.before ?? change.after)?.inputs;
  const { type } = change;
  if (type === "kubernetes:helm.sh/v3:Release") return charts[lastPart(textAt(inputs, "chart"))];
  if (type.startsWith("kubernetes:")) return kubernetesPart(type, inputs);
  if (type === "aws:iam/role:Role") return isOfInstances(inputs) ? "instance-role" : undefined;
  if (type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
    return nodePolicies.has(lastPart(textAt(inputs, "policyArn")))
      ? "instance-role-policy"
      : undefined;
  }
  if (type === "aws:eks/accessEntry:AccessEntry") {
    return nodeEntryTypes.has(textAt(inputs, "type")) ? "node-access" : undefined;
  }
  return awsParts[type];
}

/**
 * Without these a node cannot join, give pods addresses or pull images.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
const nodePolicies = new Set([
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
]);

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html, `type` */
const nodeEntryTypes = new Set(["EC2_LINUX", "EC2_WINDOWS", "EC2", "HYPERPOD_LINUX"]);

function kubernetesPart(type: string, inputs: unknown): FleetPart | undefined {
  const { group, kind } = groupAndKind(type, inputs);
  if (kind === "CustomResourceDefinition") {
    const defined = valueAt(inputs, ["spec", "group"]);
    return karpenterGroups.some((known) => known === defined) ? "karpenter-kinds" : undefined;
  }
  if (!karpenterGroups.includes(group)) return undefined;
  if (kind === "NodePool") return "node-pool";
  return kind === "EC2NodeClass" || kind === "NodeClass" ? "node-class" : undefined;
}

/** By the inputs, because a type token of a custom resource may say anything. */
function groupAndKind(type: string, inputs: unknown): { group: string; kind: string } {
  const [, tokenGroup = "", tokenKind = ""] = /^kubernetes:([^/]+)\/[^:]+:(\w+)$/.exec(type) ?? [];
  const apiVersion = textAt(inputs, "apiVersion");
  const kind = textAt(inputs, "kind");
  return {
    group: apiVersion === "" ? tokenGroup : (apiVersion.split("/")[0] ?? ""),
    kind: kind === "" ? tokenKind : kind,
  };
}

function isOfInstances(inputs: unknown): boolean {
  const policy = valueAt(inputs, ["assumeRolePolicy"]);
  return (typeof policy === "string" ? policy : JSON.stringify(policy ?? "")).includes(
    "ec2.amazonaws.com",
  );
}

/** The name that the object has in its API, or the logical name of the resource. */
export function objectName({ type, before, after, name }: PlannedChange): string {
  if (type === "kubernetes:helm.sh/v3:Release") {
    const release = textAt((before ?? after)?.inputs, "name");
    return release === "" ? name : release;
  }
  const named = objectNameIn(before) ?? objectNameIn(after);
  return named ?? name;
}

/** `metadata.name` of a Kubernetes object. */
function objectNameIn(state: ResourceState | undefined): string | undefined {
  const found = valueAt(state?.inputs, ["metadata", "name"]);
  return typeof found === "string" && found !== "" ? found : undefined;
}

export function textAt(inputs: unknown, field: string): string {
  const found = valueAt(inputs, [field]);
  return typeof found === "string" ? found : "";
}

/** `karpenter` of `oci://public.ecr.aws/karpenter/karpenter`. */
function lastPart(text: string): string {
  return text.split("/").at(-1) ?? "";
}
