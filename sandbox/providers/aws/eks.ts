/**
 * Rows for the resources of an EKS cluster. Limits: the EKS API reference, for example
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html and API_CreateAccessEntry.html.
 */
import { cluster } from "./eks-cluster";
import { stringOf } from "../string-of";
import { arn, held, heldByEmulation, named, type Row, text } from "./row";
import { tokens } from "./tokens";

const clusterName = text({
  required: true,
  replaces: true,
  refersTo: named(tokens.cluster, "name"),
});
const roleArnPattern = /^arn:aws:iam::\d{12}:(role|user)\/.+$|^arn:aws:sts::\d{12}:.+$/;
const created = "2026-01-01T00:00:00Z";

const accessEntry: Row = {
  type: tokens.accessEntry,
  fields: {
    clusterName,
    principalArn: text({ required: true, replaces: true, pattern: roleArnPattern }),
    type: text({
      replaces: true,
      values: [
        "STANDARD",
        "EC2_LINUX",
        "EC2_WINDOWS",
        "FARGATE_LINUX",
        "EC2",
        "HYBRID_LINUX",
        "HYPERPOD_LINUX",
      ],
    }),
    kubernetesGroups: { kind: "list", pattern: /^(?!system:|eks:|aws:|amazon:|iam:)[!-~]+$/ },
    userName: text(),
    tags: { kind: "object" },
  },
  unique: {
    key: (inputs) => `${stringOf(inputs.clusterName)} ${stringOf(inputs.principalArn)}`,
    code: "ResourceInUseException",
  },
  id: ({ inputs }) => `${stringOf(inputs.clusterName)}:${stringOf(inputs.principalArn)}`,
  outputs: ({ region, inputs, hex }) => ({
    accessEntryArn: arn(
      "eks",
      region,
      `access-entry/${stringOf(inputs.clusterName)}/role/${hex(8, "entry")}`,
    ),
    createdAt: created,
    modifiedAt: created,
    kubernetesGroups: [],
    userName: inputs.principalArn,
  }),
  defaults: { type: "STANDARD" },
  example: {
    clusterName: `<${tokens.cluster}>`,
    principalArn: "arn:aws:iam::123456789012:role/operators",
    type: "STANDARD",
    kubernetesGroups: ["operators"],
  },
};

const accessPolicyAssociation: Row = {
  type: tokens.accessPolicyAssociation,
  fields: {
    clusterName,
    principalArn: text({ required: true, replaces: true, pattern: roleArnPattern }),
    policyArn: text({
      required: true,
      replaces: true,
      pattern: /^arn:aws:eks::aws:cluster-access-policy\/\w+$/,
    }),
    accessScope: { kind: "object", required: true, replaces: true },
    "accessScope.type": text({ required: true, values: ["cluster", "namespace"] }),
    "accessScope.namespaces": { kind: "list" },
  },
  id: ({ inputs }) =>
    `${stringOf(inputs.clusterName)}#${stringOf(inputs.principalArn)}#${stringOf(inputs.policyArn)}`,
  outputs: () => ({ associatedAt: created, modifiedAt: created }),
  example: {
    clusterName: `<${tokens.cluster}>`,
    principalArn: "arn:aws:iam::123456789012:role/operators",
    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    accessScope: { type: "cluster" },
  },
};

const addon: Row = {
  type: tokens.addon,
  fields: {
    clusterName,
    addonName: text({ required: true, replaces: true, pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/ }),
    addonVersion: text({ pattern: /^v\d+\.\d+\.\d+(-eksbuild\.\d+)?$/ }),
    configurationValues: text({ pattern: /^\s*\{[\s\S]*\}\s*$/ }),
    serviceAccountRoleArn: text({ refersTo: named(tokens.role, "arn") }),
    resolveConflictsOnCreate: text({ values: ["NONE", "OVERWRITE"] }),
    resolveConflictsOnUpdate: text({ values: ["NONE", "OVERWRITE", "PRESERVE"] }),
    preserve: { kind: "boolean" },
    podIdentityAssociations: { kind: "list" },
    "podIdentityAssociations[].roleArn": text({
      required: true,
      refersTo: named(tokens.role, "arn"),
    }),
    "podIdentityAssociations[].serviceAccount": text({ required: true }),
    tags: { kind: "object" },
  },
  unique: {
    key: (inputs) => `${stringOf(inputs.clusterName)} ${stringOf(inputs.addonName)}`,
    code: "ResourceInUseException",
  },
  id: ({ inputs }) => `${stringOf(inputs.clusterName)}:${stringOf(inputs.addonName)}`,
  outputs: ({ region, inputs, hex }) => ({
    arn: arn(
      "eks",
      region,
      `addon/${stringOf(inputs.clusterName)}/${stringOf(inputs.addonName)}/${hex(8, "addon")}`,
    ),
    addonVersion: "v1.0.0-eksbuild.1",
    createdAt: created,
    modifiedAt: created,
  }),
  example: {
    clusterName: `<${tokens.cluster}>`,
    addonName: "coredns",
    addonVersion: "v1.12.4-eksbuild.1",
    configurationValues: "{}",
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "PRESERVE",
    podIdentityAssociations: [
      { roleArn: `<${tokens.role}>`, serviceAccount: "ebs-csi-controller-sa" },
    ],
  },
};

const nodeGroup: Row = {
  type: tokens.nodeGroup,
  fields: {
    clusterName: text({ required: true, replaces: true, refersTo: held(tokens.cluster, "name") }),
    nodeGroupName: text({
      replaces: true,
      length: { min: 1, max: 63 },
      pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    }),
    nodeRoleArn: text({ required: true, replaces: true, refersTo: named(tokens.role, "arn") }),
    subnetIds: { kind: "list", required: true, replaces: true, refersTo: held(tokens.subnet) },
    scalingConfig: { kind: "object", required: true },
    "scalingConfig.minSize": { kind: "number", required: true, range: { min: 0, max: 1000 } },
    "scalingConfig.maxSize": { kind: "number", required: true, range: { min: 1, max: 1000 } },
    "scalingConfig.desiredSize": { kind: "number", required: true, range: { min: 0, max: 1000 } },
    amiType: text({ replaces: true, pattern: /^(CUSTOM|(AL2|AL2023|BOTTLEROCKET|WINDOWS)_\w+)$/ }),
    capacityType: text({ replaces: true, values: ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"] }),
    diskSize: { kind: "number", replaces: true, range: { min: 1, max: 16384 } },
    instanceTypes: { kind: "list", replaces: true },
    labels: { kind: "object" },
    launchTemplate: { kind: "object" },
    "launchTemplate.id": text({
      replaces: true,
      refersTo: heldByEmulation(
        tokens.launchTemplate,
        "id",
        "EC2 deletes the template, and the node group cannot launch a node any more",
      ),
    }),
    "launchTemplate.name": text({ replaces: true }),
    "launchTemplate.version": text({ required: true }),
    releaseVersion: text(),
    version: text({ pattern: /^1\.\d{2}$/ }),
    forceUpdateVersion: { kind: "boolean" },
    taints: { kind: "list" },
    "taints[].key": text({ required: true, length: { min: 1, max: 63 } }),
    "taints[].value": text({ length: { min: 0, max: 63 } }),
    "taints[].effect": text({
      required: true,
      values: ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"],
    }),
    updateConfig: { kind: "object" },
    "updateConfig.maxUnavailable": { kind: "number", range: { min: 1, max: 100 } },
    "updateConfig.maxUnavailablePercentage": { kind: "number", range: { min: 1, max: 100 } },
    "updateConfig.updateStrategy": text({ values: ["DEFAULT", "MINIMAL"] }),
    nodeRepairConfig: { kind: "object" },
    tags: { kind: "object" },
  },
  naming: { property: "nodeGroupName", automatic: true },
  unique: {
    key: (inputs) => `${stringOf(inputs.clusterName)} ${stringOf(inputs.nodeGroupName)}`,
    code: "ResourceInUseException",
  },
  id: ({ inputs }) => `${stringOf(inputs.clusterName)}:${stringOf(inputs.nodeGroupName)}`,
  outputs: ({ region, inputs, hex }) => ({
    arn: arn(
      "eks",
      region,
      `nodegroup/${stringOf(inputs.clusterName)}/${stringOf(inputs.nodeGroupName)}/${hex(8, "group")}`,
    ),
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: "ON_DEMAND",
    instanceTypes: ["t3.medium"],
    resources: [
      { autoscalingGroups: [{ name: `eks-${stringOf(inputs.nodeGroupName)}-${hex(8, "group")}` }] },
    ],
    status: "ACTIVE",
  }),
  example: {
    clusterName: `<${tokens.cluster}>`,
    nodeGroupName: "system",
    nodeRoleArn: `<${tokens.role}>`,
    subnetIds: [`<${tokens.subnet}>`],
    scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: "ON_DEMAND",
    diskSize: 50,
    launchTemplate: { id: `<${tokens.launchTemplate}>`, version: "1" },
    version: "1.35",
    taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
    updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 33, updateStrategy: "DEFAULT" },
  },
};

const podIdentityAssociation: Row = {
  type: tokens.podIdentityAssociation,
  fields: {
    clusterName,
    namespace: text({ required: true, replaces: true, length: { min: 1, max: 63 } }),
    serviceAccount: text({ required: true, replaces: true, length: { min: 1, max: 253 } }),
    roleArn: text({ required: true, refersTo: named(tokens.role, "arn") }),
    targetRoleArn: text({ pattern: roleArnPattern }),
    disableSessionTags: { kind: "boolean" },
    tags: { kind: "object" },
  },
  unique: {
    key: (inputs) =>
      `${stringOf(inputs.clusterName)} ${stringOf(inputs.namespace)} ${stringOf(inputs.serviceAccount)}`,
    code: "ResourceInUseException",
  },
  id: ({ hex }) => `a-${hex(17)}`,
  outputs: ({ id, region, inputs, hex }) => ({
    associationArn: arn(
      "eks",
      region,
      `podidentityassociation/${stringOf(inputs.clusterName)}/${id}`,
    ),
    associationId: id,
    externalId: hex(32, "external"),
  }),
  example: {
    clusterName: `<${tokens.cluster}>`,
    namespace: "kube-system",
    serviceAccount: "karpenter",
    roleArn: `<${tokens.role}>`,
  },
};

export const eksRows: readonly Row[] = [
  cluster,
  accessEntry,
  accessPolicyAssociation,
  addon,
  nodeGroup,
  podIdentityAssociation,
];
