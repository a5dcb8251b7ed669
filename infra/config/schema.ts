import { z } from "zod";

import { clusterSection, karpenterSection, versionsSection } from "./sections/cluster-section";
import { timeWindow, timeZone } from "./sections/fields";
import { gpuSection } from "./sections/gpu-section";
import { monitoringSection } from "./sections/monitoring-section";
import { networkSection } from "./sections/network-section";
import { neuronSection } from "./sections/neuron-section";
import { nodeClassesSection } from "./sections/node-classes-section";
import { tiersSection } from "./sections/tiers-section";

/** Environment classes; each has a configuration of the policy pack in `policies/config/`. */
export const environments = ["dev", "staging", "production", "workshop"] as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const mostTags = 40;

/**
 * The whole configuration of a stack. The stack file writes each key as `accelerator-platform:<key>`. All defaults are
 * here and in the sections.
 */
export const platformConfigSchema = z.strictObject({
  environment: z
    .enum(environments)
    .describe("environment class; sets the policy pack's thresholds"),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as us-east-1")
    .describe("AWS region"),
  accountId: z
    .string()
    .regex(/^\d{12}$/, "the 12 digits of an AWS account, in quotes")
    .optional()
    .describe(
      "the only account that the stack may be deployed to; any other account is refused before a resource is created",
    ),
  protect: z
    .boolean()
    // `pulumi config set` writes every scalar in quotes; parse.ts reads these two words as a boolean.
    .meta({ type: ["boolean", "string"], pattern: "^(true|false)$" })
    .optional()
    .describe(
      "refuse to delete cluster, network and pools (default: true in production, else false)",
    ),
  timeZone: timeZone.describe("time zone of the stack's windows and reports"),
  maintenanceWindow: timeWindow
    .optional()
    .describe(
      "when nodes of training tiers may be replaced for drift; required when the stack has a training tier",
    ),
  tags: z
    .record(
      z
        .string()
        .regex(
          /^(?![aA][wW][sS]:)[\w+\-=.:/@ ]{1,128}$/,
          "a tag key of at most 128 characters, not aws:*",
        ),
      z
        .string()
        .regex(
          /^(?![aA][wW][sS]:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
          "at most 256 letters, digits, spaces and _ . : / = + - @, which is what IAM accepts, not aws:*",
        ),
    )
    .refine(
      (tags) => Object.keys(tags).length <= mostTags,
      `at most ${mostTags} tags, because a resource has 50, with those of Karpenter, EKS and this program`,
    )
    .meta({ maxProperties: mostTags })
    .default({})
    .describe(
      "tags of every AWS resource and every node; a change makes every node drift, so Karpenter replaces all nodes within their budgets",
    ),
  network: networkSection,
  cluster: clusterSection,
  versions: versionsSection,
  karpenter: karpenterSection.prefault({}),
  gpu: gpuSection.prefault({}),
  neuron: neuronSection.prefault({}),
  monitoring: monitoringSection.prefault({}),
  nodeClasses: nodeClassesSection.default({}),
  tiers: tiersSection,
});

/** A stack's configuration with its defaults applied and without unknown keys. */
export type PlatformConfig = Readonly<z.infer<typeof platformConfigSchema>>;

/** A top-level key of the configuration. */
export type Section = keyof PlatformConfig;

/**
 * Some sections of the configuration, each of them read. `Exclude` makes optional sections required keys, so that a
 * function that reads `maintenanceWindow` does not fit where it is not given.
 */
export type Sections<Key extends Section> = {
  readonly [Name in Exclude<Key, never>]: PlatformConfig[Name];
};

/** The sections that could be read; a broken one has no key. */
export type ReadableSections = Partial<PlatformConfig>;

export type Environment = (typeof environments)[number];

/** Name of the project: the prefix of every configuration key. */
export const projectName = "accelerator-platform";
