import { z } from "zod";

const nodeRepair = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        "replace nodes that are unhealthy for 10 to 30 minutes; an alpha feature of Karpenter",
      ),
    interruptsTraining: z
      .boolean()
      .default(false)
      .describe(
        "repair nodes of training tiers too, one at a time; older than 1.15, node repair is one switch for all tiers and this confirms it",
      ),
    legacy: z
      .boolean()
      .default(false)
      .describe(
        "repair as before 1.15: at once, past budgets, windows and do-not-disrupt; to be deprecated by Karpenter",
      ),
  })
  .prefault({})
  .describe("Karpenter's node repair (docs/nodes.md)");

const off = z.boolean().default(false);

/** Alpha gates by their names in the chart. The program sets the other gates itself, from what the tiers need. */
const featureGates = z
  .strictObject({
    terminateFirstDrift: off.describe(
      "drift ends a node first and then launches its replacement, where reservations or the limit of a static pool leave no room for both",
    ),
    terminateFirstRepair: off.describe(
      "the same for node repair; needs nodeRepair.enabled, without legacy",
    ),
    podDeletionCostManagement: off.describe(
      "a ReplicaSet that shrinks removes first the pods on nodes that consolidation wants to remove",
    ),
    rebootForRepair: off.describe(
      "node repair reboots a node for the GPU faults that a reboot clears; needs nodeRepair.enabled, without legacy, and adds ec2:RebootInstances to the controller's role",
    ),
  })
  .prefault({})
  .describe("alpha features since Karpenter 1.15; all are off by default (docs/nodes.md)");

export const karpenterSection = z.strictObject({
  identity: z
    .enum(["irsa", "pod-identity"])
    .default("irsa")
    .describe(
      "how Karpenter's controller gets its AWS role; irsa works as soon as the service account exists, pod-identity some time later",
    ),
  nodeRepair,
  featureGates,
  enableDRA: off.describe(
    "count the devices that pods ask for with ResourceClaims; alpha, needs 1.15 and a DRA driver, which this program does not install",
  ),
});
