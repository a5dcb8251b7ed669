import { z } from "zod";

import { poolNames, shippedTierOfPool } from "../../../components/node-pools/pool-names";
import {
  acceleratorResources,
  tierNames,
  tierProfiles,
} from "../../../components/node-pools/tier-profiles";
import { disruptionReasons } from "../../../scheduling/budgets/budget";
import { budgetFaults } from "../../../scheduling/budgets/budget-faults";
import { gpuClassNames, gpuCounts } from "../../../scheduling/catalogue/gpu-classes";
import { instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import { familiesOf } from "../../../scheduling/launchable/families";
import { capacityTypes } from "../../../scheduling/requirements/capacity-types";
import { issueOfModel } from "../model-fault";
import {
  duration,
  durationOrNever,
  labelKey,
  labelValue,
  limitQuantity,
  timeWindow,
  wholeQuantity,
} from "./fields";
import { gpuSharingField } from "./gpu-section";
import { nodeClassName, ownNamePattern } from "./own-names";
import { taint } from "./taint-field";

/** A disruption budget in Karpenter's form. Its schedule is in UTC. */
const budget = z
  .strictObject({
    nodes: z
      .string()
      .regex(/^((100|\d{1,2})%|\d+)$/, 'a count or a percentage in quotes, such as "1" or "10%"'),
    reasons: z.array(z.enum(disruptionReasons)).min(1, "at least one reason").optional(),
    schedule: z.string().optional().describe("UTC cron of five fields, or @daily, @weekly, ..."),
    duration: z
      .string()
      .optional()
      .describe("hours and minutes for which the budget applies after each start of its schedule"),
  })
  .meta({ dependentRequired: { schedule: ["duration"], duration: ["schedule"] } })
  .superRefine((value, context) => {
    for (const fault of budgetFaults([value])) {
      // The first key is the place in the list of one.
      context.addIssue(issueOfModel({ ...fault, path: fault.path.slice(1) }));
    }
  });

/** Every instance family of the catalogue. A tier with another family would launch nothing. */
const instanceFamily = z.enum(familiesOf(instanceTypes())).meta({ id: "instanceFamily" });

/** Patterns of the resources that count the tiers' accelerators. limit-checks.ts checks that their limits are whole numbers. */
const devices = acceleratorResources().map((name) => name.replaceAll(".", "\\."));

const tierOverrides = z.strictObject({
  limits: z
    .record(labelKey, limitQuantity)
    .meta({ patternProperties: { [`^(${devices.join("|")})$`]: wholeQuantity } })
    .optional()
    .describe("replaces the profile's limits; accelerators are whole devices"),
  weight: z
    .int("a whole number")
    .min(1, "1 to 100")
    .max(100, "1 to 100")
    .optional()
    .describe("order in which Karpenter tries the pools; the highest weight comes first"),
  zones: z
    .array(z.string())
    .min(1, "at least one zone")
    .optional()
    .describe("zones of the tier, a subset of the network's"),
  labels: z.record(labelKey, labelValue).optional().describe("more labels for the tier's nodes"),
  taints: z
    .array(taint)
    .min(1, "at least one taint")
    .max(20, "at most 20 taints")
    .optional()
    .describe(
      "more taints for the tier's nodes; those of the profile stay, because they keep other work off the accelerators",
    ),
  protect: z
    .boolean()
    .optional()
    .describe(
      "refuse to delete the pool; set it to false and deploy before you remove the tier (default: the stack's protect; true for training tiers, unless the stack sets protect: false)",
    ),
  gpus: z
    .array(z.enum(gpuClassNames))
    .min(1, "at least one class of GPU")
    .optional()
    .describe(
      "classes of GPU of the tier, in place of its profile's; with more than one, Karpenter buys the cheapest type that fits",
    ),
  gpusPerNode: z
    .array(z.int("a whole number").min(1, "1 to 16").max(gpuCounts.length, "1 to 16"))
    .min(1, "at least one number")
    .optional()
    .describe(
      "numbers of GPUs that a node of the tier may have, in place of its profile's; Karpenter packs pending pods onto as few nodes as it can, so only with [1] every pod of one GPU has its own node",
    ),
  families: z
    .array(instanceFamily)
    .min(1, "at least one family")
    .optional()
    .describe("instance families of the tier; they only narrow its profile"),
  sizes: z
    .array(
      z
        .string()
        .regex(
          /^(\d*x?large|medium|small|micro|nano|metal(-\d+xl)?)$/,
          "an instance size such as 2xlarge",
        ),
    )
    .min(1, "at least one size")
    .optional()
    .describe("instance sizes of the tier; they only narrow its profile"),
  blockedWindow: timeWindow
    .optional()
    .describe(
      "when drift and consolidation may not disrupt busy nodes, e.g. business hours; not for training tiers; expiry (expireAfter) and Spot interruptions ignore it",
    ),
  consolidateAfter: durationOrNever
    .optional()
    .describe("how long a node stays after its last pod has left"),
  expireAfter: durationOrNever
    .optional()
    .describe(
      "age at which Karpenter replaces a node, whatever budgets and windows say; a training tier takes only Never (default: that of the profile)",
    ),
  consolidationPolicy: z
    .enum(["WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced"])
    .optional()
    .describe(
      "which nodes consolidation removes; Balanced also weighs what is saved against the pods that move; not for training tiers",
    ),
  terminationGracePeriod: duration
    .optional()
    .describe(
      "longest drain of a node; at its end the remaining pods are evicted, those with karpenter.sh/do-not-disrupt too (default: that of the profile; 10m with capacity blocks)",
    ),
  budgets: z
    .array(budget)
    .min(1, "at least one budget")
    .max(50, "at most 50 budgets")
    .optional()
    .describe("replaces the tier's disruption budgets, when a window is not enough"),
  maintenanceWindow: timeWindow
    .optional()
    .describe(
      "replaces the stack's maintenance window; only for tiers that have one, such as gpu-training-protected",
    ),
  capacityTypes: z
    .array(z.enum(capacityTypes))
    .min(1, "at least one capacity type")
    .optional()
    .describe(
      "narrows the tier's capacity types, or adds reserved; Karpenter always tries reserved, then spot, then on-demand",
    ),
  nodeClass: nodeClassName
    .optional()
    .describe(
      "node class of the tier, one of the profiles or one of nodeClasses (default: the class of its profile, in the pool's slot)",
    ),
  efa: z
    .boolean()
    .optional()
    .describe(
      "launch only instance types with an Elastic Fabric Adapter and run its device plugin; every pod of the tier has to request vpc.amazonaws.com/efa, unless the node class attaches the interfaces",
    ),
  replicas: z
    .int("a whole number of nodes")
    .min(0, "0 or more")
    .max(1000, "1000 or fewer")
    .optional()
    .describe(
      "makes the pool static, with this number of nodes, needed or not, billed from the first minute; Karpenter does not let a pool become static or stop being static, so use the tier's other slot",
    ),
  gpuSharing: gpuSharingField.optional(),
  retired: z
    .boolean()
    .optional()
    .describe(
      "launch no more nodes while running work ends; then set protect: false and deploy, then remove the tier",
    ),
});

/** A tier may be left empty in YAML (`gpu-inference:`), which reads as null. */
const tier = z.preprocess(
  (value) => value ?? {},
  tierOverrides.meta({ id: "tier", type: ["object", "null"] }),
);

/** A tier that the stack file adds. It has every key of the others. */
const ownTier = tierOverrides
  .extend({
    from: z
      .enum(tierNames)
      .describe(
        "the tier whose profile the own tier begins with: kind of work, accelerator, taints, capacity types, limits, disruption, node class (docs/own-tiers.md)",
      ),
  })
  .meta({ id: "ownTier" });

/** The keys of a tier in a stack file. Only an own tier has `from`. */
export type TierOverrides = z.infer<typeof tierOverrides> & Partial<z.infer<typeof ownTier>>;

export const tiersSection = z
  .object(
    Object.fromEntries(poolNames.map((pool) => [pool, tier.optional().describe(purposeOf(pool))])),
  )
  .catchall(ownTier)
  .meta({
    minProperties: 1,
    propertyNames: { pattern: ownNamePattern },
  })
  .refine((tiers) => Object.keys(tiers).length > 0, "at least one tier")
  .describe(
    "NodePool tiers of the stack, each with its changes to the tier's profile; <tier>-b is the second slot of a tier; any other name is an own tier, which begins with the profile of the tier in its key from",
  ) as unknown as z.ZodType<Readonly<Partial<Record<string, TierOverrides>>>>;

function purposeOf(pool: (typeof poolNames)[number]): string {
  const tier = shippedTierOfPool(pool) ?? "multi-arch";
  const { purpose } = tierProfiles[tier];
  return pool === tier ? purpose : `The second slot of ${tier}. ${purpose}`;
}
