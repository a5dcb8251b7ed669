import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";
import { sharedNodes, type SharedNode } from "../../answers/placement/shared-nodes";
import { nvidiaGpuResource } from "../../../scheduling/catalogue/resource-names";
import { counted, dollars } from "../../../scheduling/values/wording";
import type { StackTrap } from "../trap";

/**
 * Replicas that are pending together land on one large node. In training that is meant: the GPUs of one node are connected.
 * https://github.com/aws/karpenter-provider-aws/issues/5379
 */
export const replicasShareANode: StackTrap<"pools" | "workloads"> = {
  id: "replicas-share-a-node",
  title: "Replicas that share a large node",
  rank: 207,
  kind: "costly",
  fix: "Let the pool admit only nodes with as many devices as one pod requests.",
  at: ["spec", "template", "spec", "requirements"],
  occurrencesIn: (answers) =>
    firstOfEachPool(
      sharedNodes(answers)
        .filter(({ landing }) => !(landing.poolClass ?? landing.pool).includes("training"))
        .map((shared) => ({ pool: shared.landing.pool, text: textOf(shared) })),
    ),
};

function textOf({ workload, landing, type, resource, devices, devicesPerPod }: SharedNode): string {
  const { nodes, pods, capacityType, onDemandPrice, pool } = landing;
  const onSpot = capacityType === "spot";
  const what = `${counted(nodes, "node")} with ${counted(devices, "device")}`;
  const price =
    onDemandPrice === undefined ? "" : `, ${dollars(onDemandPrice.usdPerHour)} an hour on demand`;
  const key =
    resource === nvidiaGpuResource ? ` (in a stack file gpusPerNode: [${devicesPerPod}])` : "";
  const end = onSpot ? "one Spot interruption" : "the end of one node";
  return (
    `${counted(pods, "pod")} of ${workload.name} that are pending together get ${what} in ${pool} ` +
    `(${type}${onSpot ? " on Spot" : ""}${price}), although the pool has smaller ones: ${end} ends ` +
    `${nodes === 1 ? "all of them" : `${Math.ceil(pods / nodes)} of them`}, and the large node may cost more than several small ones. ` +
    `Let the pool admit only nodes with ${counted(devicesPerPod, "device")}${key}.`
  );
}
