import { z } from "zod";

import { labelKey, labelValue } from "./fields";

const tagText = z
  .string()
  .min(1, "text that is not empty, because Karpenter refuses empty tag keys and values")
  .max(256);

/** Limits of the EC2NodeClass CRD. It refuses more only after Karpenter is installed. */
const mostTerms = 30;
const mostTags = 20;

/** Selects subnets or security groups by their ids, or by tags that all have to match. */
function selector(resource: "subnet" | "security group", id: RegExp, example: string) {
  return z
    .strictObject({
      ids: z
        .array(z.string().regex(id, `the id of a ${resource} such as ${example}`))
        .min(1, `at least one ${resource}`)
        .max(mostTerms, `at most ${mostTerms} ids; use tags for more`)
        .optional()
        .describe("ids; not together with tags"),
      tags: z
        .record(tagText, tagText)
        .refine((tags) => Object.keys(tags).length > 0, "at least one tag")
        .refine((tags) => Object.keys(tags).length <= mostTags, `at most ${mostTags} tags`)
        .meta({ minProperties: 1, maxProperties: mostTags })
        .optional()
        .describe('tags that all have to match, the value "*" for any'),
    })
    .refine(({ ids, tags }) => (ids === undefined) !== (tags === undefined), "either ids or tags")
    .meta({ minProperties: 1, maxProperties: 1 })
    .optional();
}

const toleration = z
  .strictObject({
    key: labelKey,
    operator: z.enum(["Equal", "Exists"]).default("Equal"),
    value: labelValue.optional(),
    effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
  })
  .refine(
    ({ operator, value }) => operator === "Equal" || value === undefined,
    "no value beside the operator Exists",
  );

/**
 * A cluster that exists already. Every value that goes into a NodePool or an EC2NodeClass is plain text here, so that policies
 * can read it at the first preview.
 */
export const existingClusterSection = z
  .strictObject({
    subnets: selector("subnet", /^subnet-[0-9a-f]{8,17}$/, "subnet-0123456789abcdef0").describe(
      "subnets of the nodes (default: those with the tag karpenter.sh/discovery and the cluster's name)",
    ),
    securityGroups: selector(
      "security group",
      /^sg-[0-9a-f]{8,17}$/,
      "sg-0123456789abcdef0",
    ).describe(
      "security groups of the nodes (default: those with the tag karpenter.sh/discovery and the cluster's name)",
    ),
    controllers: z
      .strictObject({
        nodeSelector: z
          .record(labelKey, labelValue)
          .default({})
          .describe(
            "labels of these nodes; the default is every node that Karpenter did not launch",
          ),
        tolerations: z
          .array(toleration)
          .default([{ key: "CriticalAddonsOnly", operator: "Exists" }])
          .describe("taints of these nodes that the controllers tolerate"),
      })
      .prefault({})
      .describe(
        "nodes on which Karpenter and the operators run; nodes that Karpenter launches are not allowed",
      ),
    access: z
      .strictObject({
        roleArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "the ARN of an IAM role")
          .optional()
          .describe("role that `aws eks get-token` assumes (default: the identity that deploys)"),
        proxyUrl: z
          .string()
          .regex(/^(https?|socks5):\/\/[^\s/@]+\/?$/, "http, https or socks5, host and port")
          .optional()
          .describe("proxy through which the Kubernetes API is reached, without credentials"),
      })
      .prefault({})
      .describe("how the Kubernetes API is reached"),
  })
  .optional()
  .describe(
    "use the cluster that already has this name and do not create one; {} uses the defaults (docs/existing-cluster.md)",
  );
