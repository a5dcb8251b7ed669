import { familiesOf } from "../../../scheduling/launchable/families";
import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

export const arm64Gpu: PoolTrap<"launchable"> = {
  id: "arm64-gpu",
  title: "GPUs beside arm64 processors",
  rank: 235,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Require kubernetes.io/arch In [amd64], or build images for both.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable: { types } }) => {
    const arm = types.filter(({ arch, accelerator }) => arch === "arm64" && accelerator);
    if (arm.length === 0 || !types.some(({ arch }) => arch === "amd64")) return [];
    return [
      `${listed(familiesOf(arm))} (${counted(arm.length, "type")}) has arm64 processors beside its GPUs: an image built for amd64 alone does not start there.`,
    ];
  },
};
