import { z } from "zod";

import {
  nodeClassSlotNames,
  poolNames,
  type PoolName,
} from "../../../components/node-pools/pool-names";
import { capacityTypes } from "../../../scheduling/requirements/capacity-types";
import { budgetFaults } from "../../../scheduling/budgets/budget-faults";
import { issueOfModel } from "../model-fault";
import { gpuSharingField } from "./gpu-section";
import { durationOrNever, labelKey, labelValue, limitQuantity, timeWindow } from "./fields";

/** A disruption budget in Karpenter's own form: the schedule is UTC. */
const budget = z
  .strictObject({
    nodes: z
      .string()
      .regex(/^((100|\d{1,2})%|\d+)$/, 'a count or a percentage in quotes, such as "1" or "10%"'),
    reasons: z
      .array(z.enum(["Empty", "Drifted", "Underutilized"]))
      .min(1, "at least one reason")
      .optional(),
    schedule: z.string().optional().describe("UTC cron of five fields, or @daily, @weekly, ..."),
    duration: z.string().optional().describe("hours and minutes that the schedule stays open"),
  })
  .superRefine((value, context) => {
    for (const fault of budgetFaults([value])) {
      // The first key is the place in the list of one.
      context.addIssue(issueOfModel({ ...fault, path: fault.path.slice(1) }));
    }
  });

const tierOverrides = z.strictObject({
  limits: z
    .record(labelKey, limitQuantity)
    .optional()
    .describe("replaces the profile's limits; accelerators are counted in whole devices"),
  weight: z
    .int("a whole number")
    .min(1, "1 to 100")
    .max(100, "1 to 100")
    .optional()
    .describe("order in which pools are tried"),
  zones: z
    .array(z.string())
    .min(1, "at least one zone")
    .optional()
    .describe("zones of the tier, a subset of the network's"),
  labels: z.record(labelKey, labelValue).optional().describe("further labels of the tier's nodes"),
  protect: z
    .boolean()
    .optional()
    .describe(
      "refuse to delete the pool; set to false one deployment before removing the tier (default: the stack's)",
    ),
  families: z
    .array(z.string().regex(/^[a-z][a-z0-9-]*$/, "an instance family such as g5"))
    .min(1, "at least one family")
    .optional()
    .describe("instance families of the tier, within what its profile allows"),
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
    .describe("instance sizes of the tier, within what its profile allows"),
  blockedWindow: timeWindow
    .optional()
    .describe(
      "when drift and consolidation leave busy nodes alone, e.g. business hours; not for training tiers, and not heeded by expiry (expireAfter) or Spot interruptions",
    ),
  consolidateAfter: durationOrNever
    .optional()
    .describe("how long a node stays after its last pod left"),
  budgets: z
    .array(budget)
    .min(1, "at least one budget")
    .max(50, "at most 50 budgets")
    .optional()
    .describe("replaces the tier's disruption budgets; for what a window cannot say"),
  maintenanceWindow: timeWindow
    .optional()
    .describe("training tiers: replaces the stack's maintenance window"),
  capacityTypes: z
    .array(z.enum(capacityTypes))
    .min(1, "at least one capacity type")
    .optional()
    .describe(
      "narrows the tier's capacity types, or adds reserved; Karpenter takes reserved, then spot, then on-demand, whatever the order here",
    ),
  nodeClass: z
    .enum(nodeClassSlotNames)
    .optional()
    .describe("node class of the tier (default: its profile's, in the pool's own slot)"),
  efa: z
    .boolean()
    .optional()
    .describe(
      "launch only types with an Elastic Fabric Adapter, and run its device plugin on them; every pod of the tier has to request vpc.amazonaws.com/efa, unless the node class attaches the interfaces",
    ),
  replicas: z
    .int("a whole number of nodes")
    .min(0, "0 or more")
    .max(1000, "1000 or fewer")
    .optional()
    .describe(
      "static pool: so many nodes, wanted or not, billed from the first minute; a pool never turns from one kind into the other, so bring it up in the other slot",
    ),
  gpuSharing: gpuSharingField.optional(),
  retired: z
    .boolean()
    .optional()
    .describe(
      "launch nothing more while running work ends; then set protect: false, and remove the tier in the next deployment",
    ),
});

/** An override may be left empty in YAML (`gpu-inference:`), which reads as null. */
const tier = z.preprocess((value) => value ?? {}, tierOverrides);

export const tiersSection = z
  .strictObject(Object.fromEntries(poolNames.map((name) => [name, tier.optional()])))
  .refine((tiers) => Object.keys(tiers).length > 0, "at least one tier")
  .describe(
    "NodePool tiers of the stack, each with what differs from its profile; <tier>-b is the tier's second slot",
  ) as unknown as z.ZodType<Partial<Record<PoolName, z.infer<typeof tierOverrides>>>>;
