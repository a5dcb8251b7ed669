/**
 * What disruption budgets do not stop. They limit only what Karpenter does by its own choice: emptiness, drift and
 * consolidation.
 * https://karpenter.sh/v1.14/concepts/disruption/
 */

import { reservationInterruptibleLabelKey } from "../../../scheduling/requirements/labels";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { admits, requirementsOf } from "../../../scheduling/requirements/requirements";
import { admittedCapacityTypes } from "../../../scheduling/launchable/admitted-capacity-types";

export interface Unstopped {
  readonly cause: UnstoppedCause;
  /** In plain words, with the numbers of the pool. */
  readonly text: string;
  /** The line of Karpenter 1.14.1 that does it. */
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
 * @param gates.nodeRepair whether Karpenter's feature gate NodeRepair is on; if left out, the text names the condition
 */
export function unstoppedByBudgets(
  pool: NodePool,
  gates: { readonly nodeRepair?: boolean } = {},
): readonly Unstopped[] {
  return [
    ...expiry(pool),
    ...interruptions(pool),
    ...instanceTrouble,
    ...nodeRepair(gates.nodeRepair),
    ...byHand(pool),
    ...gracePeriod(pool),
  ];
}

const core = "https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/controllers";
const provider =
  "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/controllers/interruption/utils.go";

function expiry({ expireAfter }: NodePool): readonly Unstopped[] {
  if (expireAfter === "Never") return [];
  return [
    {
      cause: "expiry",
      text: `Every node is deleted and drained ${expireAfter} after its creation (expireAfter), without a replacement made ready before.`,
      source: `${core}/nodeclaim/expiration/controller.go#L74`,
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
      source: `${provider}#L207`,
    });
  }
  if (admitted.includes("reserved") && admitsInterruptible(pool)) {
    found.push({
      cause: "reservation-interruption",
      text: "EC2 takes a node of an interruptible capacity reservation back; Karpenter drains it.",
      source: `${provider}#L207`,
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
    source: `${provider}#L207`,
  },
  {
    cause: "instance-failure",
    text: "A failed EC2 instance or system status check: Karpenter deletes the node at once, even with a PodDisruptionBudget or do-not-disrupt.",
    source: `${provider}#L112`,
  },
];

function nodeRepair(isOn: boolean | undefined): readonly Unstopped[] {
  if (isOn === false) return [];
  const condition = isOn === true ? "" : "With the feature gate NodeRepair: ";
  return [
    {
      cause: "node-repair",
      text: `${condition}Karpenter deletes a node that is NotReady for 30 minutes, or reports broken accelerators for 10, and does not wait for its pods. It deletes none while more than 20% of the pool is unhealthy.`,
      source: `${core}/node/health/controller.go#L158`,
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
      source: `${core}/provisioning/scheduling/nodeclaimtemplate.go#L157`,
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
      source: `${core}/node/termination/terminator/terminator.go#L140`,
    },
  ];
}
