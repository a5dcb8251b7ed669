/**
 * Rows for IAM. Limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and the IAM API
 * reference.
 */
import type { Properties } from "../cloud-state";
import { stringOf } from "../string-of";
import { accountId, held, type Row, text } from "./row";
import { tokens } from "./tokens";

/** The names of roles and policies: letters, digits and `+=,.@-_`. */
const iamName = /^[\w+=,.@-]+$/;
const json = /^\s*\{[\s\S]*\}\s*$/;
const managedByAws = /^arn:aws:iam::aws:policy\//;
const path = text({
  replaces: true,
  length: { min: 1, max: 512 },
  pattern: /^\/([\x21-\x7e]+\/)?$/,
});

const role: Row = {
  type: tokens.role,
  global: true,
  fields: {
    name: text({ replaces: true, length: { min: 1, max: 64 }, pattern: iamName }),
    assumeRolePolicy: text({ required: true, pattern: json }),
    description: text({ length: { min: 0, max: 1000 } }),
    path,
    maxSessionDuration: { kind: "number", range: { min: 3600, max: 43200 } },
    permissionsBoundary: text({ pattern: /^arn:aws:iam::/ }),
    forceDetachPolicies: { kind: "boolean" },
    tags: { kind: "object" },
  },
  naming: { property: "name", automatic: true },
  unique: { key: (inputs) => String(inputs.name), code: "EntityAlreadyExists" },
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ inputs, hex }) => ({
    arn: `arn:aws:iam::${accountId}:role${stringOf(inputs.path, "/")}${stringOf(inputs.name)}`,
    createDate: "2026-01-01T00:00:00Z",
    uniqueId: `AROA${hex(17, "unique").toUpperCase()}`,
    managedPolicyArns: [],
  }),
  defaults: { path: "/", maxSessionDuration: 3600, forceDetachPolicies: false },
  inUse: {
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must detach all policies first.",
  },
  example: {
    name: "karpenter-node",
    assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}',
    description: "nodes that Karpenter launches",
    path: "/",
    maxSessionDuration: 3600,
    permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
  },
};

const policy: Row = {
  type: tokens.policy,
  global: true,
  fields: {
    name: text({ replaces: true, length: { min: 1, max: 128 }, pattern: iamName }),
    // AWS counts the characters of a managed policy without white space, and allows 6,144.
    policy: text({ required: true, pattern: json, length: { min: 1, max: 131072 } }),
    description: text({ replaces: true, length: { min: 0, max: 1000 } }),
    path,
    tags: { kind: "object" },
  },
  naming: { property: "name", automatic: true },
  unique: { key: (inputs) => String(inputs.name), code: "EntityAlreadyExists" },
  id: ({ inputs }) =>
    `arn:aws:iam::${accountId}:policy${stringOf(inputs.path, "/")}${stringOf(inputs.name)}`,
  outputs: ({ id, hex }) => ({
    arn: id,
    attachmentCount: 0,
    policyId: `ANPA${hex(17, "policy").toUpperCase()}`,
  }),
  defaults: { path: "/" },
  inUse: { code: "DeleteConflict", message: () => "Cannot delete a policy attached to entities." },
  example: {
    name: "karpenter-interruption",
    policy: '{"Version":"2012-10-17","Statement":[]}',
    description: "reads the interruption queue",
    path: "/",
  },
};

const rolePolicyAttachment: Row = {
  type: tokens.rolePolicyAttachment,
  global: true,
  fields: {
    role: text({ required: true, replaces: true, refersTo: held(tokens.role, "name") }),
    policyArn: text({
      required: true,
      replaces: true,
      pattern: /^arn:aws:iam::(aws|\d{12}):policy\/.+$/,
      refersTo: { ...held(tokens.policy, "arn"), besides: managedByAws },
    }),
  },
  id: ({ inputs }) => `${stringOf(inputs.role)}/${stringOf(inputs.policyArn)}`,
  outputs: () => ({}),
  example: { role: `<${tokens.role}>`, policyArn: `<${tokens.policy}>` },
};

const openIdConnectProvider: Row = {
  type: tokens.openIdConnectProvider,
  global: true,
  fields: {
    url: text({
      required: true,
      replaces: true,
      length: { min: 1, max: 255 },
      pattern: /^https:\/\/.+$/,
    }),
    clientIdLists: { kind: "list", required: true, length: { min: 1, max: 255 } },
    thumbprintLists: { kind: "list", pattern: /^[0-9a-fA-F]{40}$/ },
    tags: { kind: "object" },
  },
  unique: { key: (inputs) => String(inputs.url), code: "EntityAlreadyExists" },
  id: ({ inputs }) =>
    `arn:aws:iam::${accountId}:oidc-provider/${String(inputs.url).replace("https://", "")}`,
  outputs: ({ id, hex }) => ({ arn: id, thumbprintLists: [hex(40, "thumbprint")] }),
  example: {
    url: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
    clientIdLists: ["sts.amazonaws.com"],
    thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
  },
};

/**
 * An account has one role for each service, whichever program asks for it:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
 */
const serviceLinkedRole: Row = {
  type: tokens.serviceLinkedRole,
  global: true,
  fields: {
    awsServiceName: text({
      required: true,
      replaces: true,
      length: { min: 1, max: 128 },
      pattern: /^[\w+=,@-]+(\.[\w+=,@-]+)+$/,
    }),
    customSuffix: text({ replaces: true, length: { min: 1, max: 64 }, pattern: iamName }),
    description: text({ length: { min: 0, max: 1000 } }),
    tags: { kind: "object" },
  },
  unique: {
    key: (inputs) => `${stringOf(inputs.awsServiceName)} ${stringOf(inputs.customSuffix)}`,
    code: "InvalidInput",
  },
  id: ({ inputs }) =>
    `arn:aws:iam::${accountId}:role${serviceLinkedPath(inputs)}${serviceLinkedName(inputs)}`,
  outputs: ({ id, inputs, hex }) => ({
    arn: id,
    createDate: "2026-01-01T00:00:00Z",
    name: serviceLinkedName(inputs),
    path: serviceLinkedPath(inputs),
    uniqueId: `AROA${hex(17, "unique").toUpperCase()}`,
  }),
  example: { awsServiceName: "spot.amazonaws.com" },
};

/** Names that AWS gives to these roles. A service that is not listed gets a name of the same form. */
const serviceLinkedNames: Readonly<Record<string, string>> = {
  "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
  "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
};

function serviceLinkedName({ awsServiceName, customSuffix }: Properties): string {
  const service = stringOf(awsServiceName);
  const name = serviceLinkedNames[service] ?? `AWSServiceRoleFor${service.split(".")[0] ?? ""}`;
  return customSuffix === undefined ? name : `${name}_${stringOf(customSuffix)}`;
}

function serviceLinkedPath({ awsServiceName }: Properties): string {
  return `/aws-service-role/${stringOf(awsServiceName)}/`;
}

export const iamRows: readonly Row[] = [
  role,
  policy,
  rolePolicyAttachment,
  openIdConnectProvider,
  serviceLinkedRole,
];
