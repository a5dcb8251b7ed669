import { efaResource } from "../../../scheduling/catalogue/resource-names";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";
import { podNeeds } from "../../answers/placement/pod-needs";
import type { StackTrap } from "../trap";

/**
 * Karpenter gives a node one network interface for each EFA interface that pods request. EC2 gives a public address to
 * an instance with one interface only.
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/providers/launchtemplate/launchtemplate.go#L345
 */
export const publicAddressWithEfa: StackTrap<"workloads" | "reports"> = {
  id: "public-address-with-efa",
  title: "Public addresses beside several EFA interfaces",
  rank: 13,
  kind: "costly",
  fix: "Take associatePublicIPAddress out of the EC2NodeClass, and use private subnets.",
  at: ["spec", "template", "spec", "nodeClassRef"],
  occurrencesIn: ({ workloads, reports }) =>
    firstOfEachPool(
      workloads.flatMap(({ workload, placement: { steps } }) => {
        const interfaces = podNeeds(workload.pod).requests?.[efaResource] ?? 0;
        if (interfaces < 2) return [];
        const pools = new Set(steps.flatMap(({ landings }) => landings.map(({ pool }) => pool)));
        return reports
          .filter(({ name, nodeClass }) => pools.has(name) && nodeClass?.hasPublicAddress === true)
          .map(({ name, nodeClass }) => ({
            pool: name,
            text: `${workload.name} requests ${interfaces} EFA interfaces, and the EC2NodeClass ${nodeClass?.name} has associatePublicIPAddress: true. EC2 refuses to launch an instance with several interfaces and a public address, so the pods stay pending.`,
          }));
      }),
    ),
};
