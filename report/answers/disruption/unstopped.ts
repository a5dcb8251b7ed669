/**
 * What disruption budgets do not stop. They limit only what Karpenter does by its own choice: emptiness, drift and
 * consolidation, and since Karpenter 1.15 node repair.
 * https://karpenter.sh/v1.14/concepts/disruption/
 */

import { reservationInterruptibleLabelKey } from "../../../scheduling/requirements/labels";
import {
  repairKind,
  unknownKarpenter,
  type KarpenterInUse,
} from "../../../scheduling/budgets/node-repair";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { admits, requirementsOf } from "../../../scheduling/requirements/requirements";
import { admittedCapacityTypes } from "../../../scheduling/launchable/admitted-capacity-types";

export interface Unstopped {
  readonly cause: UnstoppedCause;
  /** In plain words, with the numbers of the pool. */
  readonly text: string;
  /** The line of Karpenter that does it. */
  readonly source: string;
}

export type UnstoppedCause =
  | "expiry"
  | "spot-interruption"
  | "reservation-interruption"
  | "instance-event"
  | "instance-failure"
  | "node-repair"
  | "deleted-node"
  | "deleted-pool"
  | "fewer-replicas"
  | "termination-grace-period";

/**
 * Everything that stops a node of the pool, or a pod on it, whatever the budgets say.
 *
 * @param karpenter where it does not say whether the feature gate NodeRepair is on, the text names the condition
 */
export function unstoppedByBudgets(
  pool: NodePool,
  karpenter: KarpenterInUse = unknownKarpenter,
): readonly Unstopped[] {
  return [
    ...expiry(pool),
    ...interruptions(pool),
    ...instanceTrouble,
    ...nodeRepair(karpenter),
    ...byHand(pool),
    ...gracePeriod(pool),
  ];
}

const core = "https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers";
const provider =
  "https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/controllers/interruption/utils.go";

function expiry({ expireAfter }: NodePool): readonly Unstopped[] {
  if (expireAfter === "Never") return [];
  return [
    {
      cause: "expiry",
      text: `Every node is deleted and drained ${expireAfter} after its creation (expireAfter), without a replacement made ready before.`,
      source: `${core}/nodeclaim/expiration/controller.go#L75`,
    },
  ];
}

function interruptions(pool: NodePool): readonly Unstopped[] {
  const admitted = admittedCapacityTypes(pool);
  const found: Unstopped[] = [];
  if (admitted.includes("spot")) {
    found.push({
      cause: "spot-interruption",
      text: "EC2 takes a Spot node back with two minutes' notice; Karpenter drains it within them.",
      source: `${provider}#L215`,
    });
  }
  if (admitted.includes("reserved") && admitsInterruptible(pool)) {
    found.push({
      cause: "reservation-interruption",
      text: "EC2 takes a node of an interruptible capacity reservation back; Karpenter drains it.",
      source: `${provider}#L215`,
    });
  }
  return found;
}

function admitsInterruptible({ requirements, labels }: NodePool): boolean {
  const written = requirementsOf(requirements, labels).get(reservationInterruptibleLabelKey);
  return written === undefined || admits(written, "true");
}

const instanceTrouble: readonly Unstopped[] = [
  {
    cause: "instance-event",
    text: "An AWS Health event, a scheduled change, or an instance stopped or terminated by anyone: Karpenter drains the node.",
    source: `${provider}#L215`,
  },
  {
    cause: "instance-failure",
    text: "A failed EC2 instance or system status check: Karpenter deletes the node at once, even with a PodDisruptionBudget or do-not-disrupt.",
    source: `${provider}#L115`,
  },
];

function nodeRepair(karpenter: KarpenterInUse): readonly Unstopped[] {
  if (karpenter.nodeRepair === false) return [];
  const condition = karpenter.nodeRepair === true ? "" : "With the feature gate NodeRepair: ";
  if (repairKind(karpenter) === "voluntary") {
    return [
      {
        cause: "node-repair",
        text: `${condition}Karpenter repairs a node that never became initialised, and no budget counts for it. Budgets limit the repair of other nodes (reason Unhealthy), but not its drain: all pods are deleted within 5 minutes for a known GPU fault and within 10 for another, even with a PodDisruptionBudget or do-not-disrupt.`,
        source: `${core}/disruption/repair.go#L154`,
      },
    ];
  }
  return [
    {
      cause: "node-repair",
      text: `${condition}Karpenter deletes a node that is NotReady for 30 minutes, or reports broken accelerators for 10, and does not wait for its pods. It deletes none while more than 20% of the pool is unhealthy.`,
      source: `${core}/node/legacyrepair/controller.go#L199`,
    },
  ];
}

function byHand({ name, replicas }: NodePool): readonly Unstopped[] {
  return [
    {
      cause: "deleted-node",
      text: "kubectl delete node, or nodeclaim, drains and terminates the instance.",
      source: `${core}/node/termination/controller.go#L93`,
    },
    {
      cause: "deleted-pool",
      text: `Deleting the NodePool, or replacing it under another name, drains all nodes of ${name} at once.`,
      source: `${core}/provisioning/scheduling/nodeclaimtemplate.go#L160`,
    },
    ...(replicas === undefined
      ? []
      : [
          {
            cause: "fewer-replicas",
            text: `Fewer replicas than ${replicas} delete the surplus nodes at once.`,
            source: `${core}/static/deprovisioning/controller.go#L117`,
          } as const,
        ]),
  ];
}

function gracePeriod({ terminationGracePeriod: grace }: NodePool): readonly Unstopped[] {
  if (grace === undefined) return [];
  return [
    {
      cause: "termination-grace-period",
      text: `A node's pods are deleted ${grace} after the drain began (terminationGracePeriod), even with a PodDisruptionBudget or do-not-disrupt.`,
      source: `${core}/node/termination/terminator/terminator.go#L125`,
    },
  ];
}
