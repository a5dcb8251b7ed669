import { neuronResource } from "../../../scheduling/catalogue/resource-names";
import { parseQuantity } from "../../../scheduling/values/quantity";
import { at } from "./pod-needs";

const torus = [1, 4, 8, 16];

/**
 * How many devices the Neuron scheduler extension gives to one container of a node, where it does not give every
 * number: the devices of these types form a torus.
 * https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/tutorials/k8s-neuron-scheduler.html
 */
const countsByType: ReadonlyMap<string, readonly number[]> = new Map([
  ["trn1.32xlarge", torus],
  ["trn1n.32xlarge", torus],
]);

/** `1, 4, 8 or 16`; undefined where the extension gives every number. */
export function countsTextOf(typeName: string): string | undefined {
  const counts = countsByType.get(typeName);
  return counts === undefined ? undefined : `${counts.slice(0, -1).join(", ")} or ${counts.at(-1)}`;
}

/** The first number of devices of a container that the extension does not give on the type. */
export function refusedCount(pod: unknown, typeName: string): number | undefined {
  const counts = countsByType.get(typeName);
  if (counts === undefined) return undefined;
  return devicesOfContainers(pod).find((devices) => devices > 0 && !counts.includes(devices));
}

function devicesOfContainers(pod: unknown): readonly number[] {
  const spec = at(pod, "spec");
  return ["containers", "initContainers"].flatMap((field) => {
    const containers = at(spec, field);
    if (!Array.isArray(containers)) return [];
    return containers.map((container) => {
      // Kubernetes wants the limit of a device, and fills in the request.
      const limit = at(at(at(container, "resources"), "limits"), neuronResource);
      return typeof limit === "string" || typeof limit === "number"
        ? (parseQuantity(limit) ?? 0)
        : 0;
    });
  });
}
