import { efaInterfacesOf, instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import {
  efaResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../../scheduling/catalogue/resource-names";
import { podNeeds } from "../../answers/placement/pod-needs";
import { listed } from "../../../scheduling/values/wording";
import type { StackTrap } from "../trap";

/**
 * Karpenter attaches EFA interfaces only to nodes whose pods request them.
 * https://karpenter.sh/v1.15/concepts/scheduling/#elastic-fabric-adapter-efa
 */
export const noEfaRequested: StackTrap<"workloads" | "reports"> = {
  id: "no-efa-requested",
  title: "Pods that take a whole EFA node and request no interface",
  rank: 355,
  kind: "good-to-know",
  fix: "Request vpc.amazonaws.com/efa if the pods talk to pods on other nodes.",
  at: ["metadata", "name"],
  occurrencesIn: ({ workloads, reports }) =>
    workloads.flatMap(({ workload, placement: { steps } }) => {
      if (workload.source === undefined) return [];
      const { requests = {}, resources } = podNeeds(workload.pod);
      const devices = (requests[nvidiaGpuResource] ?? 0) + (requests[neuronResource] ?? 0);
      if (devices < fewestDevices || resources.includes(efaResource)) return [];
      const landings = steps[0]?.landings ?? [];
      const fixed = new Set(
        reports
          .filter(({ nodeClass }) => nodeClass?.fixedEfaInterfaces !== undefined)
          .map(({ name }) => name),
      );
      const names = landings
        .filter(({ pool }) => !fixed.has(pool))
        .flatMap(({ instanceTypes }) => instanceTypes)
        .filter((name) => {
          const type = instanceType(name);
          return type !== undefined && efaInterfacesOf(type) > 1;
        });
      if (names.length === 0) return [];
      return [
        {
          workload: workload.name,
          text: `${workload.name} takes ${devices} devices on ${listed(names)} and requests no ${efaResource}: Karpenter launches the node without EFA, and traffic between nodes uses plain TCP.`,
        },
      ];
    }),
};

/** Fewer devices share a node, and such pods rarely talk to other nodes. */
const fewestDevices = 8;
