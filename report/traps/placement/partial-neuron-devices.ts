import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";
import type { PlacedWorkload } from "../../answers/placement/placed-workload";
import { countsTextOf, refusedCount } from "../../answers/placement/neuron-device-counts";
import { at, podNeeds } from "../../answers/placement/pod-needs";
import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { neuronCoreResource, neuronResource } from "../../../scheduling/catalogue/resource-names";
import { parseQuantity } from "../../../scheduling/values/quantity";
import type { PoolText, StackAnswers, StackTrap } from "../trap";

/**
 * Pods that use some of a node's Neuron devices, without the scheduler extension, or with it in a number that it does
 * not give. The default scheduler only counts devices, so the pod may get devices that are not connected to each other.
 * https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/kubernetes-getting-started.html
 */
export const partialNeuronDevices: StackTrap<"workloads" | "neuronSchedulers"> = {
  id: "partial-neuron-devices",
  title: "Pods with some of a node's Neuron devices",
  rank: 145,
  kind: "costly",
  fix: "Name a scheduler with the Neuron extension in the pods, or request one device or all of a node. With the extension, request a number that it gives.",
  at: ["spec", "template", "spec", "requirements"],
  occurrencesIn: (answers) =>
    firstOfEachPool(
      answers.workloads.flatMap((placed) =>
        hasExtension(placed.workload.pod, answers.neuronSchedulers)
          ? refusedUses(placed)
          : partialUses(placed),
      ),
    ),
};

/** With manifests, a scheduler that a pod names is assumed to be the extension. */
function hasExtension(pod: unknown, schedulers: StackAnswers["neuronSchedulers"]): boolean {
  const name = at(at(pod, "spec"), "schedulerName");
  if (typeof name !== "string" || name === "" || name === "default-scheduler") return false;
  return schedulers === undefined || schedulers.includes(name);
}

function partialUses({ workload, placement }: PlacedWorkload): readonly PoolText[] {
  const { requests = {} } = podNeeds(workload.pod);
  return [neuronResource, neuronCoreResource].flatMap((resource) => {
    const requested = requests[resource] ?? 0;
    if (requested <= 1) return [];
    return placement.steps.flatMap(({ landings }) =>
      landings.flatMap(({ pool, instanceTypes }) => {
        const larger = instanceTypes.find((name) => offered(name, resource) > requested);
        if (larger === undefined) return [];
        return [
          {
            pool,
            text: `${workload.name} requests ${requested} of the ${offered(larger, resource)} ${resource} of ${larger} and does not use the Neuron scheduler extension. The default scheduler only counts devices, so the pod may get some that are not connected to each other, and its program fails or is slow. Use one device or a whole node, or run the extension and name it in schedulerName${countsNote(larger)}.`,
          },
        ];
      }),
    );
  });
}

function countsNote(typeName: string): string {
  const counts = countsTextOf(typeName);
  return counts === undefined ? "" : `; it gives ${counts} devices of ${typeName} to a container`;
}

/** Pods that name the extension and ask for a number of devices that it does not give. */
function refusedUses({ workload, placement }: PlacedWorkload): readonly PoolText[] {
  return placement.steps.flatMap(({ landings }) =>
    landings.flatMap(({ pool, instanceTypes }) =>
      instanceTypes.flatMap((typeName) => {
        const count = refusedCount(workload.pod, typeName);
        if (count === undefined) return [];
        return [
          {
            pool,
            text: `A container of ${workload.name} requests ${count} ${neuronResource}. The Neuron scheduler extension gives ${countsTextOf(typeName)} devices of ${typeName} to a container, and no other number. Karpenter does not know this, and launches the node all the same.`,
          },
        ];
      }),
    ),
  );
}

function offered(typeName: string, resource: string): number {
  return parseQuantity(instanceType(typeName)?.allocatable[resource] ?? "0") ?? 0;
}
