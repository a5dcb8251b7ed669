import { counted } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/** Reported only for pools without accelerators. `arm64-gpu` covers the others. */
export const twoArchitectures: PoolTrap<"launchable"> = {
  id: "two-architectures",
  title: "Two processor architectures in a pool",
  rank: 350,
  kind: "good-to-know",
  impliedBy: ["keys-without-effect"],
  fix: "Require kubernetes.io/arch, or build images for both.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable: { types } }) => {
    const arm = types.filter(({ arch }) => arch === "arm64");
    if (arm.length === 0 || arm.length === types.length) return [];
    if (types.some(({ accelerator }) => accelerator !== undefined)) return [];
    return [
      `Launches arm64 (${counted(arm.length, "type")}) beside amd64 (${types.length - arm.length}): an image for one of them alone does not start on the other.`,
    ];
  },
};
