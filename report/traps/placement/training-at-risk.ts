import { trainingReason } from "../../../scheduling/node-pool/trains";
import { parseDuration } from "../../../scheduling/values/duration";
import { listed } from "../../../scheduling/values/wording";
import { calendarOf } from "../../answers/disruption/disruption-calendar";
import type { PoolReport } from "../../model";
import type { PoolTrap } from "../trap";

/** A training job loses its work when its node goes. Expiry is told by traps of its own. */
export const trainingAtRisk: PoolTrap<"nodePool" | "launchable" | "calendar"> = {
  id: "training-at-risk",
  title: "Training on nodes that Spot or consolidation may take",
  rank: 58,
  kind: "costly",
  fix: "Use on-demand or reserved capacity and consolidationPolicy WhenEmpty for training, or let jobs save checkpoints often.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: (pool) => {
    const reason = trainingReason(pool.nodePool);
    const risks = risksOf(pool);
    if (reason === undefined || risks.length === 0) return [];
    return [`Training runs there, as ${reason} says, and ${listed(risks)}.`];
  },
};

function risksOf({
  nodePool: { consolidateAfter },
  launchable: { types, capacityTypes },
  calendar,
}: Pick<PoolReport, "nodePool" | "launchable" | "calendar">): readonly string[] {
  if (types.length === 0) return [];
  const { openMinutes } = calendarOf(calendar, "Underutilized");
  const wait = parseDuration(consolidateAfter) === 0 ? "at once" : `after ${consolidateAfter}`;
  return [
    ...(capacityTypes.includes("spot")
      ? ["Spot is admitted, which EC2 takes back with two minutes' notice"]
      : []),
    ...(openMinutes > 0 ? [`consolidation may move a running pod ${wait}`] : []),
  ];
}
