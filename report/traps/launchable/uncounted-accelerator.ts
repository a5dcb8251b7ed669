import { listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

export const uncountedAccelerator: PoolTrap<"launchable"> = {
  id: "uncounted-accelerator",
  title: "Accelerators that Karpenter does not count",
  rank: 240,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Leave the types out of the pool.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable: { types } }) => {
    const uncounted = types.filter(({ accelerator }) => accelerator?.resource === "");
    if (uncounted.length === 0) return [];
    return [
      `${listed(uncounted.map(({ name }) => name))} has Qualcomm accelerators, which Karpenter does not count: no pod can request them and no limit stops them.`,
    ];
  },
};
