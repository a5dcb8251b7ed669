import { nvidiaGpuResource } from "../../../scheduling/catalogue/resource-names";
import { familiesOf } from "../../../scheduling/launchable/families";
import { listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

export const noWholeGpu: PoolTrap<"launchable"> = {
  id: "no-whole-gpu",
  title: "Types without a whole GPU",
  rank: 225,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: 'Require karpenter.k8s.aws/instance-gpu-count Gt ["0"], or leave g6f and gr6f out.',
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable: { types } }) => {
    const fractional = types.filter(
      ({ accelerator }) => accelerator?.kind === "nvidia" && accelerator.devices === 0,
    );
    if (fractional.length === 0) return [];
    const families = familiesOf(fractional).join(" and ");
    const names = listed(
      fractional.map(({ name }) => name),
      4,
    );
    return [
      `${families} (${names}) ${fractional.length === 1 ? "has" : "have"} no whole GPU: a pod that requests ${nvidiaGpuResource} never fits there, and no limit on ${nvidiaGpuResource} counts them.`,
    ];
  },
};
