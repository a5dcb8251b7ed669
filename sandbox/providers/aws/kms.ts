/**
 * Rows for KMS. Limits: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html,
 * API_ScheduleKeyDeletion.html.
 */
import { arn, named, type Row, text } from "./row";
import { tokens } from "./tokens";

const key: Row = {
  type: tokens.key,
  fields: {
    description: text({ length: { min: 0, max: 8192 } }),
    keyUsage: text({
      replaces: true,
      values: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
    }),
    customerMasterKeySpec: text({ replaces: true }),
    deletionWindowInDays: { kind: "number", range: { min: 7, max: 30 } },
    rotationPeriodInDays: { kind: "number", range: { min: 90, max: 2560 } },
    enableKeyRotation: { kind: "boolean" },
    isEnabled: { kind: "boolean" },
    multiRegion: { kind: "boolean", replaces: true },
    policy: text({ pattern: /^\s*\{[\s\S]*\}\s*$/ }),
    tags: { kind: "object" },
  },
  accepted: ["bypassPolicyLockoutSafetyCheck"],
  id: ({ hex }) => uuid(hex(32)),
  outputs: ({ id, region }) => ({
    arn: arn("kms", region, `key/${id}`),
    keyId: id,
  }),
  defaults: {
    keyUsage: "ENCRYPT_DECRYPT",
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    isEnabled: true,
    enableKeyRotation: false,
  },
  inUse: { code: "KeyInUse", message: (id) => `Key ${id} still encrypts existing data.` },
  example: {
    description: "secrets of the cluster",
    keyUsage: "ENCRYPT_DECRYPT",
    deletionWindowInDays: 30,
    rotationPeriodInDays: 365,
    enableKeyRotation: true,
    policy: '{"Version":"2012-10-17","Statement":[]}',
  },
};

const alias: Row = {
  type: tokens.alias,
  fields: {
    name: text({
      replaces: true,
      length: { min: 7, max: 256 },
      pattern: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
    }),
    targetKeyId: text({ required: true, refersTo: named(tokens.key, "keyId") }),
  },
  naming: { property: "name", automatic: false },
  unique: { key: (inputs) => String(inputs.name), code: "AlreadyExistsException" },
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ id, region, inputs, outputsOf }) => ({
    arn: arn("kms", region, id),
    targetKeyArn: outputsOf(tokens.key, inputs.targetKeyId)?.arn ?? "",
  }),
  example: { name: "alias/platform", targetKeyId: `<${tokens.key}>` },
};

function uuid(hex: string): string {
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-");
}

export const kmsRows: readonly Row[] = [key, alias];
