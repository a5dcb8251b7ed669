import type { LaunchableType } from "../../answers/launchable/launchable-offerings";
import { familiesOf } from "../../../scheduling/launchable/families";
import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/**
 * No taint keeps pods without devices off accelerated nodes. `PreferNoSchedule` does not, because Karpenter drops a
 * preference that it cannot meet. A pool that has other types too is told with what a device pod brings.
 */
export const acceleratorsWithoutTaint: PoolTrap<"nodePool" | "launchable" | "ceiling"> = {
  id: "accelerators-without-taint",
  title: "Accelerated nodes that any pod may use",
  rank: 55,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Taint the pool, as nvidia.com/gpu or aws.amazon.com/neuron with NoSchedule, or keep accelerated types out of it.",
  at: ["spec", "template", "spec", "taints"],
  textsFor: ({ nodePool, launchable: { types }, ceiling: { limits, shut } }) => {
    if (nodePool.taints.some(({ effect }) => effect !== "PreferNoSchedule")) return [];
    const launched = types.filter(({ name }) => !shut.includes(name));
    const accelerated = launched.filter(({ accelerator }) => accelerator !== undefined);
    if (accelerated.length === 0) return [];
    const which = `${listed(familiesOf(accelerated), 5)} (${counted(accelerated.length, "type")})`;
    if (accelerated.length === launched.length) {
      return [
        `No taint keeps other pods off its accelerated nodes, ${which}: web pods land there, fill the nodes and keep them.`,
      ];
    }
    return [
      `May launch accelerators beside other types, and has no taint: ${which}. A pod that requests a device brings such a node; pods that need none fill it and keep it when the device pod has ended.${withoutLimit(accelerated, limits)}`,
    ];
  },
};

function withoutLimit(
  accelerated: readonly LaunchableType[],
  limits: Readonly<Record<string, unknown>>,
): string {
  const resources = accelerated.flatMap(({ accelerator }) => accelerator?.resource ?? []);
  const missing = [...new Set(resources)].filter(
    (resource) => resource !== "" && !Object.hasOwn(limits, resource),
  );
  return missing.length === 0 ? "" : ` No limit counts ${listed(missing)}.`;
}
