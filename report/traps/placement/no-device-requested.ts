import {
  acceleratorNameLabelKey,
  gpuCountLabelKey,
  gpuManufacturerLabelKey,
  gpuNameLabelKey,
} from "../../../scheduling/requirements/labels";
import { acceleratorOf, instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { podNeeds } from "../../answers/placement/pod-needs";
import { landingText } from "../../answers/placement/placement-text";
import { listed } from "../../../scheduling/values/wording";
import type { StackTrap } from "../trap";

/** A pod that selects nodes by their accelerator gets no device unless it requests one. */
export const noDeviceRequested: StackTrap<"workloads"> = {
  id: "no-device-requested",
  title: "Pods that select an accelerator and request none",
  rank: 57,
  kind: "costly",
  fix: "Request the device under resources.limits.",
  at: ["metadata", "name"],
  occurrencesIn: ({ workloads }) =>
    workloads.flatMap(({ workload, placement: { steps } }) => {
      const { nodeLabelKeys, resources } = podNeeds(workload.pod);
      const selected = nodeLabelKeys.filter((key) => acceleratorKeys.includes(key));
      const [first] = steps;
      if (selected.length === 0 || first === undefined) return [];
      const types = first.landings.flatMap(({ instanceTypes }) => instanceTypes);
      const devices = types.flatMap((name) => {
        const type = instanceType(name);
        return (type && acceleratorOf(type)) ?? [];
      });
      if (devices.some(({ resource }) => resources.includes(resource))) return [];
      const fractions = devices.some(({ count }) => count === 0)
        ? " Types with a fraction of a GPU are among them."
        : "";
      return [
        {
          workload: workload.name,
          text: `${workload.name} selects nodes by ${listed(selected)} and requests no device: it lands on ${first.landings.map(landingText).join(" and ")} and its containers get no accelerator.${fractions}`,
        },
      ];
    }),
};

const acceleratorKeys: readonly string[] = [
  gpuNameLabelKey,
  gpuManufacturerLabelKey,
  gpuCountLabelKey,
  acceleratorNameLabelKey,
];
