import { familiesOf } from "../../../scheduling/launchable/families";
import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/**
 * A pool of ordinary types that may launch accelerated ones too, although its taint keeps most pods away. Without a
 * taint `accelerators-without-taint` says it.
 */
export const acceleratorsInCpuPool: PoolTrap<"nodePool" | "launchable" | "ceiling"> = {
  id: "accelerators-in-cpu-pool",
  title: "Accelerators among ordinary types",
  rank: 238,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Keep accelerated types out: karpenter.k8s.aws/instance-gpu-count and instance-accelerator-count DoesNotExist.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ nodePool, launchable: { types }, ceiling: { shut } }) => {
    if (!nodePool.taints.some(({ effect }) => effect !== "PreferNoSchedule")) return [];
    const launched = types.filter(({ name }) => !shut.includes(name));
    const accelerated = launched.filter(({ accelerator }) => accelerator !== undefined);
    if (accelerated.length === 0 || accelerated.length * 2 > launched.length) return [];
    return [
      `${counted(accelerated.length, "accelerated type")} of ${listed(familiesOf(accelerated), 5)} are among its ${counted(launched.length, "type")}: a pod that tolerates its taint and requests a device brings one.`,
    ];
  },
};
