/**
 * Rows for the interruption queue: SQS and EventBridge.
 * Limits: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html,
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html and API_Target.html.
 */
import { stringOf } from "../string-of";
import { accountId, arn, held, heldByEmulation, named, type Row, text } from "./row";
import { tokens } from "./tokens";

const json = /^\s*\{[\s\S]*\}\s*$/;

const queue: Row = {
  type: tokens.queue,
  fields: {
    name: text({
      replaces: true,
      length: { min: 1, max: 80 },
      pattern: /^[a-zA-Z0-9_-]{1,80}(\.fifo)?$/,
    }),
    fifoQueue: { kind: "boolean", replaces: true },
    messageRetentionSeconds: { kind: "number", range: { min: 60, max: 1209600 } },
    visibilityTimeoutSeconds: { kind: "number", range: { min: 0, max: 43200 } },
    receiveWaitTimeSeconds: { kind: "number", range: { min: 0, max: 20 } },
    delaySeconds: { kind: "number", range: { min: 0, max: 900 } },
    maxMessageSize: { kind: "number", range: { min: 1024, max: 1048576 } },
    sqsManagedSseEnabled: { kind: "boolean" },
    kmsMasterKeyId: text(),
    kmsDataKeyReusePeriodSeconds: { kind: "number", range: { min: 60, max: 86400 } },
    redrivePolicy: text({ pattern: json }),
    policy: text({ pattern: json }),
    tags: { kind: "object" },
  },
  accepted: ["contentBasedDeduplication"],
  naming: { property: "name", automatic: true },
  unique: { key: (inputs) => String(inputs.name), code: "QueueAlreadyExists" },
  id: ({ region, inputs }) =>
    `https://sqs.${region}.amazonaws.com/${accountId}/${stringOf(inputs.name)}`,
  outputs: ({ id, region, inputs }) => ({
    arn: arn("sqs", region, String(inputs.name)),
    url: id,
    sqsManagedSseEnabled: inputs.kmsMasterKeyId === undefined,
  }),
  defaults: {
    delaySeconds: 0,
    maxMessageSize: 262144,
    messageRetentionSeconds: 345600,
    receiveWaitTimeSeconds: 0,
    visibilityTimeoutSeconds: 30,
  },
  inUse: { code: "QueueInUse", message: (id) => `Queue ${id} still receives events.` },
  example: {
    name: "platform-interruption",
    messageRetentionSeconds: 300,
    visibilityTimeoutSeconds: 30,
    receiveWaitTimeSeconds: 0,
    delaySeconds: 0,
    maxMessageSize: 262144,
    kmsDataKeyReusePeriodSeconds: 300,
    sqsManagedSseEnabled: true,
    redrivePolicy: "{}",
    policy: "{}",
  },
};

const queuePolicy: Row = {
  type: tokens.queuePolicy,
  fields: {
    queueUrl: text({ required: true, replaces: true, refersTo: named(tokens.queue) }),
    policy: text({ required: true, pattern: json }),
  },
  id: ({ inputs }) => String(inputs.queueUrl),
  outputs: () => ({}),
  example: { queueUrl: `<${tokens.queue}>`, policy: '{"Version":"2012-10-17","Statement":[]}' },
};

const eventRule: Row = {
  type: tokens.eventRule,
  fields: {
    name: text({ replaces: true, length: { min: 1, max: 64 }, pattern: /^[.\-_A-Za-z0-9]+$/ }),
    eventBusName: text({ replaces: true, length: { min: 1, max: 256 } }),
    eventPattern: text({ pattern: json, length: { min: 1, max: 4096 } }),
    scheduleExpression: text({ pattern: /^(rate|cron)\(.+\)$/, length: { min: 1, max: 256 } }),
    description: text({ length: { min: 0, max: 512 } }),
    state: text({
      values: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"],
    }),
    forceDestroy: { kind: "boolean" },
    tags: { kind: "object" },
  },
  oneOf: [["eventPattern", "scheduleExpression"]],
  naming: { property: "name", automatic: true },
  unique: { key: (inputs) => String(inputs.name), code: "ResourceAlreadyExistsException" },
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ id, region }) => ({
    arn: arn("events", region, `rule/${id}`),
  }),
  defaults: { eventBusName: "default", state: "ENABLED" },
  inUse: {
    code: "ValidationException",
    message: () => "Rule can't be deleted since it has targets.",
  },
  example: {
    name: "platform-spot-interruption",
    eventBusName: "default",
    eventPattern: '{"source":["aws.ec2"]}',
    description: "Spot interruption warnings",
    state: "ENABLED",
  },
};

const eventTarget: Row = {
  type: tokens.eventTarget,
  fields: {
    rule: text({ required: true, replaces: true, refersTo: held(tokens.eventRule, "name") }),
    arn: text({
      required: true,
      pattern: /^arn:aws:/,
      refersTo: {
        ...heldByEmulation(
          tokens.queue,
          "arn",
          "SQS deletes such a queue, and the events of its rules are lost",
        ),
        besides: /^arn:aws:(?!sqs:)/,
      },
    }),
    targetId: text({ replaces: true, length: { min: 1, max: 64 }, pattern: /^[.\-_A-Za-z0-9]+$/ }),
    eventBusName: text({ replaces: true }),
    input: text(),
    roleArn: text(),
    retryPolicy: { kind: "object" },
    "retryPolicy.maximumEventAgeInSeconds": { kind: "number", range: { min: 60, max: 86400 } },
    "retryPolicy.maximumRetryAttempts": { kind: "number", range: { min: 0, max: 185 } },
    deadLetterConfig: { kind: "object" },
  },
  id: ({ inputs, hex }) =>
    `${stringOf(inputs.rule)}-${stringOf(inputs.targetId, `terraform-${hex(26, "target")}`)}`,
  outputs: ({ hex }) => ({ targetId: `terraform-${hex(26, "target")}` }),
  defaults: { eventBusName: "default" },
  example: {
    rule: `<${tokens.eventRule}>`,
    arn: `<${tokens.queue}>`,
    targetId: "interruption-queue",
    retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
  },
};

export const interruptionRows: readonly Row[] = [queue, queuePolicy, eventRule, eventTarget];
