/**
 * Rows for nodes: security groups, their rules, launch templates.
 * Limits: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html and
 * API_CreateLaunchTemplate.html.
 */
import { decimal } from "../digits";
import { dependencyViolation } from "./ec2-network";
import { stringOf } from "../string-of";
import { accountId, arn, held, heldByEmulation, named, type Row, text } from "./row";
import { tokens } from "./tokens";

const ports = { min: -1, max: 65535 };

const securityGroup: Row = {
  type: tokens.securityGroup,
  fields: {
    name: text({
      replaces: true,
      length: { min: 1, max: 255 },
      pattern: /^(?!sg-)[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/,
    }),
    description: text({ replaces: true, length: { min: 0, max: 255 } }),
    vpcId: text({ replaces: true, refersTo: held(tokens.vpc) }),
    ingress: { kind: "list" },
    egress: { kind: "list" },
    revokeRulesOnDelete: { kind: "boolean" },
    tags: { kind: "object" },
  },
  naming: { property: "name", automatic: true },
  unique: {
    key: (inputs) => `${stringOf(inputs.vpcId)} ${stringOf(inputs.name)}`,
    code: "InvalidGroup.Duplicate",
  },
  id: ({ hex }) => `sg-0${hex(16)}`,
  outputs: ({ id, region }) => ({
    arn: arn("ec2", region, `security-group/${id}`),
    ownerId: accountId,
  }),
  defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  inUse: {
    code: "DependencyViolation",
    message: (id) => `resource ${id} has a dependent object`,
  },
  example: { name: "nodes", vpcId: `<${tokens.vpc}>` },
};

const securityGroupRule: Row = {
  type: tokens.securityGroupRule,
  fields: {
    type: text({ required: true, replaces: true, values: ["ingress", "egress"] }),
    fromPort: { kind: "number", required: true, replaces: true, range: ports },
    toPort: { kind: "number", required: true, replaces: true, range: ports },
    protocol: text({
      required: true,
      replaces: true,
      pattern: /^(-1|all|tcp|udp|icmp|icmpv6|\d{1,3})$/,
    }),
    securityGroupId: text({
      required: true,
      replaces: true,
      refersTo: named(tokens.securityGroup),
    }),
    sourceSecurityGroupId: text({ replaces: true, refersTo: held(tokens.securityGroup) }),
    cidrBlocks: {
      kind: "list",
      replaces: true,
      pattern: /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/,
      ipv4Range: true,
    },
    ipv6CidrBlocks: { kind: "list", replaces: true },
    prefixListIds: { kind: "list", replaces: true },
    self: { kind: "boolean", replaces: true },
    description: text({ length: { min: 0, max: 255 } }),
  },
  // https://github.com/hashicorp/terraform-provider-aws/issues/2587
  refusesInputs: ({ cidrBlocks }) =>
    Array.isArray(cidrBlocks) && new Set(cidrBlocks).size < cidrBlocks.length
      ? "InvalidParameterValue: The same permission must not appear multiple times"
      : undefined,
  id: ({ hex }) => `sgrule-${decimal(hex(8), 2 ** 32)}`,
  outputs: ({ hex }) => ({ securityGroupRuleId: `sgr-0${hex(16, "rule")}` }),
  example: {
    type: "ingress",
    fromPort: 443,
    toPort: 443,
    protocol: "tcp",
    securityGroupId: `<${tokens.securityGroup}>`,
    sourceSecurityGroupId: `<${tokens.securityGroup}>`,
    cidrBlocks: ["10.0.0.0/16"],
  },
};

const launchTemplate: Row = {
  type: tokens.launchTemplate,
  fields: {
    name: text({ replaces: true, length: { min: 3, max: 128 }, pattern: /^[a-zA-Z0-9().\-/_]+$/ }),
    description: text({ length: { min: 0, max: 255 } }),
    imageId: text({ pattern: /^(ami-[0-9a-f]+|resolve:ssm:.+)$/ }),
    instanceType: text(),
    userData: text(),
    updateDefaultVersion: { kind: "boolean" },
    vpcSecurityGroupIds: { kind: "list", refersTo: named(tokens.securityGroup) },
    metadataOptions: { kind: "object" },
    "metadataOptions.httpEndpoint": text({ values: ["enabled", "disabled"] }),
    "metadataOptions.httpTokens": text({ values: ["optional", "required"] }),
    "metadataOptions.httpPutResponseHopLimit": { kind: "number", range: { min: 1, max: 64 } },
    "metadataOptions.httpProtocolIpv6": text({ values: ["enabled", "disabled"] }),
    "metadataOptions.instanceMetadataTags": text({ values: ["enabled", "disabled"] }),
    blockDeviceMappings: { kind: "list" },
    "blockDeviceMappings[].deviceName": text({ required: true }),
    "blockDeviceMappings[].ebs": { kind: "object" },
    "blockDeviceMappings[].ebs.volumeType": text({
      values: ["standard", "io1", "io2", "gp2", "gp3", "sc1", "st1"],
    }),
    "blockDeviceMappings[].ebs.volumeSize": { kind: "number", range: { min: 1, max: 65536 } },
    "blockDeviceMappings[].ebs.iops": { kind: "number", range: { min: 100, max: 256000 } },
    "blockDeviceMappings[].ebs.throughput": { kind: "number", range: { min: 125, max: 2000 } },
    "blockDeviceMappings[].ebs.encrypted": text({ values: ["true", "false"] }),
    "blockDeviceMappings[].ebs.deleteOnTermination": text({ values: ["true", "false"] }),
    "blockDeviceMappings[].ebs.kmsKeyId": text({
      refersTo: heldByEmulation(
        tokens.key,
        "arn",
        "KMS takes the deletion, and no instance of the template starts, or starts again",
      ),
    }),
    tagSpecifications: { kind: "list" },
    "tagSpecifications[].resourceType": text({
      values: ["instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"],
    }),
    "tagSpecifications[].tags": { kind: "object" },
    tags: { kind: "object" },
  },
  accepted: [
    "ebsOptimized",
    "monitoring",
    "placement",
    "networkInterfaces",
    "keyName",
    "defaultVersion",
  ],
  naming: { property: "name", automatic: true },
  unique: {
    key: (inputs) => String(inputs.name),
    code: "InvalidLaunchTemplateName.AlreadyExistsException",
  },
  id: ({ hex }) => `lt-0${hex(16)}`,
  outputs: ({ id, region, previous }) => ({
    arn: arn("ec2", region, `launch-template/${id}`),
    latestVersion: Number(previous?.latestVersion ?? 0) + 1,
    defaultVersion: Number(previous?.defaultVersion ?? 1),
  }),
  changedByUpdate: ["latestVersion"],
  inUse: dependencyViolation("launchTemplate"),
  example: {
    name: "system-nodes",
    description: "nodes of the system group",
    imageId: "ami-0123456789abcdef0",
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      httpProtocolIpv6: "disabled",
      instanceMetadataTags: "disabled",
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: 50,
          iops: 3000,
          throughput: 125,
          encrypted: "true",
          kmsKeyId: `<${tokens.key}>`,
          deleteOnTermination: "true",
        },
      },
    ],
    tagSpecifications: [{ resourceType: "instance", tags: { Name: "system" } }],
  },
};

/** One tag on a resource that AWS itself or another program has made. */
const tag: Row = {
  type: tokens.tag,
  fields: {
    resourceId: text({ required: true, replaces: true }),
    key: text({
      required: true,
      replaces: true,
      length: { min: 1, max: 128 },
      pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
    }),
    value: text({
      required: true,
      length: { min: 0, max: 256 },
      pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
    }),
  },
  id: ({ inputs }) => `${stringOf(inputs.resourceId)},${stringOf(inputs.key)}`,
  outputs: () => ({}),
  example: { resourceId: "sg-0123456789abcdef0", key: "karpenter.sh/discovery", value: "platform" },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreatePlacementGroup.html */
const placementGroup: Row = {
  type: tokens.placementGroup,
  fields: {
    name: text({ replaces: true, length: { min: 1, max: 255 } }),
    strategy: text({
      required: true,
      replaces: true,
      values: ["cluster", "partition", "spread"],
    }),
    partitionCount: { kind: "number", replaces: true, range: { min: 1, max: 7 } },
    spreadLevel: text({ replaces: true, values: ["host", "rack"] }),
    tags: { kind: "object" },
  },
  naming: { property: "name", automatic: true },
  unique: {
    key: (inputs) => stringOf(inputs.name),
    code: "InvalidPlacementGroup.Duplicate",
  },
  id: ({ inputs }) => stringOf(inputs.name),
  outputs: ({ inputs, region, hex }) => ({
    arn: arn("ec2", region, `placement-group/${stringOf(inputs.name)}`),
    placementGroupId: `pg-0${hex(16)}`,
  }),
  example: { name: "training", strategy: "cluster" },
};

export const computeRows: readonly Row[] = [
  securityGroup,
  securityGroupRule,
  launchTemplate,
  tag,
  placementGroup,
];
