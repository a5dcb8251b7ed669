import { gpuClass, gpuClassOfFamily } from "../../scheduling/catalogue/gpu-classes";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { familiesWithoutDriver, newestDriverBranch } from "../resolved/driver-support";
import { defineCheck } from "./define-check";

/**
 * A node whose driver does not know its GPUs never offers one. Karpenter never counts it as initialised, so it never removes
 * the node, and the node is billed. So the profiles leave out these types, and a tier that names them would not get them.
 */
export const driverIsNewEnough = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  const without = familiesWithoutDriver(gpu);
  return configuredTiers(tiers, gpu).flatMap(({ pool, profile, overrides }) => {
    if (profile.gpus === undefined) return [];
    const named = [
      ...(overrides.gpus ?? []).map((name, index) => ({
        path: ["gpus", index],
        value: name,
        families: gpuClass(name).families,
      })),
      ...(overrides.families ?? [])
        .map((family, index) => ({ path: ["families", index], value: family, families: [family] }))
        .filter(({ value }) => gpuClassOfFamily(value) !== undefined),
    ];
    return named
      .filter(({ families }) => families.every((family) => without.includes(family)))
      .map(({ path, value }) => ({
        path: ["tiers", pool, ...path],
        problem: `needs NVIDIA's driver ${newestDriverBranch} or newer, which the nodes of gpu.stack ${gpu.stack} do not have`,
        got: rendered(value),
        expected: `other GPUs, or gpu.stack ubuntu-operator with a driver of branch ${newestDriverBranch} or newer`,
        fix: "remove it, or choose that gpu.stack",
      }));
  });
});
