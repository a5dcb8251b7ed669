import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { listed } from "../../../scheduling/values/wording";
import type { StackTrap } from "../trap";

/** Pools with several Neuron devices a node, in a stack without the scheduler extension. */
export const neuronOneOrAll: StackTrap<"pools" | "neuronSchedulers"> = {
  id: "neuron-one-or-all",
  title: "Neuron nodes for one device or all",
  rank: 325,
  kind: "good-to-know",
  fix: "Use a stack with neuron.schedulerExtension, or request one device or all of a node.",
  at: ["spec", "template", "spec", "requirements"],
  occurrencesIn: ({ pools, neuronSchedulers }) => {
    // With manifests nothing is known of schedulers.
    if (neuronSchedulers === undefined || neuronSchedulers.length > 0) return [];
    return pools.flatMap(({ name, requirements, labels }) => {
      const several = launchableTypes(requirementsOf(requirements, labels)).filter((type) => {
        const accelerator = acceleratorOf(type);
        return accelerator?.kind === "neuron" && accelerator.count > 1;
      });
      if (several.length === 0) return [];
      return [
        {
          pool: name,
          text: `A pod may use one Neuron device or all of a node (${listed(
            several.map((type) => type.name),
            4,
          )}). Between the two it needs the scheduler extension, which the stack does not run.`,
        },
      ];
    });
  },
};
