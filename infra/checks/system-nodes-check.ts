import {
  acceleratorOf,
  capacityOf,
  instanceType,
} from "../../scheduling/catalogue/instance-catalogue";
import { archLabelKey } from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";

const gibibyte = 2 ** 30;

/**
 * The AMI of the system nodes is for x86-64. Each node runs one replica of Karpenter (1 CPU, 1 GiB), CoreDNS and the operators.
 * Without this check a wrong type would show only after the cluster has been created.
 */
export const systemNodesCarryKarpenter = defineCheck(["cluster"], ({ cluster }) => {
  const name = cluster.systemNodes.instanceType;
  const problem = problemOf(name);
  if (problem === undefined) return [];
  return [
    {
      path: ["cluster", "systemNodes", "instanceType"],
      problem,
      got: rendered(name),
      expected: "an x86-64 instance type without accelerator, of 2 CPUs and 8 GiB or more",
      fix: "use m7i.large or larger",
    },
  ];
});

function problemOf(name: string): string | undefined {
  const type = instanceType(name);
  if (type === undefined) return "unknown instance type";
  if (type.labels[archLabelKey] !== "amd64") return "not x86-64";
  if (acceleratorOf(type) !== undefined) return "an accelerator that nothing would use";
  const { cpu = 0, memory = 0 } = capacityOf(type);
  // Karpenter's figure for memory is 7.5% below the nominal one.
  return cpu < 2 || memory < 7 * gibibyte ? "too small" : undefined;
}
