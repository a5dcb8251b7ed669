import { nvidiaGpuResource } from "../../../scheduling/catalogue/resource-names";
import { familiesOf } from "../../../scheduling/launchable/families";
import { gpuTaintKey } from "../../../scheduling/taints/taints";
import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolReport } from "../../model";
import type { PoolTrap } from "../trap";

/** Reported only for pools that are meant for NVIDIA GPUs. A pool that launches only AMD GPUs does so on purpose. */
export const amdGpu: PoolTrap<"nodePool" | "launchable"> = {
  id: "amd-gpu",
  title: "AMD GPUs where NVIDIA's are meant",
  rank: 230,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Require karpenter.k8s.aws/instance-gpu-manufacturer In [nvidia].",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: (pool) => {
    const amd = pool.launchable.types.filter(({ accelerator }) => accelerator?.kind === "amd");
    if (amd.length === 0 || !isForNvidia(pool)) return [];
    return [
      `${listed(familiesOf(amd))} (${counted(amd.length, "type")}) has AMD GPUs: NVIDIA's driver does not drive them, no pod that requests ${nvidiaGpuResource} fits there, and no limit on ${nvidiaGpuResource} counts them.`,
    ];
  },
};

/** A pool is for NVIDIA's GPUs by its taint, by its limit, or by other types that it launches. */
function isForNvidia({
  nodePool,
  launchable,
}: Pick<PoolReport, "nodePool" | "launchable">): boolean {
  return (
    launchable.types.some(({ accelerator }) => accelerator?.kind === "nvidia") ||
    nodePool.taints.some(({ key }) => key === gpuTaintKey) ||
    Object.hasOwn(nodePool.limits, nvidiaGpuResource)
  );
}
