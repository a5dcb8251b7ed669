import { readNodePool } from "../../scheduling/node-pool/node-pool";
import {
  amdGpuResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../scheduling/catalogue/resource-names";
import type { Workload } from "./workload";

/**
 * Pods that request one device of a pool and only tolerate the pool's taint. Most charts and examples are like this,
 * and so are all pods before anybody labels anything. There is one workload for each taint that has the name of a
 * device's resource.
 *
 * @param nodePools manifests of the pools
 */
export function tolerationOnlyWorkloads(nodePools: readonly unknown[]): readonly Workload[] {
  const keys = nodePools
    .flatMap((manifest) => readNodePool(manifest).pool?.taints ?? [])
    .map(({ key }) => key)
    .filter((key) => deviceResources.includes(key));
  return [...new Set(keys)].map((resource) => ({
    name: `a workload that only tolerates ${resource}`,
    isExample: true,
    isProbe: true,
    pod: {
      spec: {
        tolerations: [{ key: resource, operator: "Exists", effect: "NoSchedule" }],
        containers: [{ name: "main", resources: { limits: { [resource]: "1" } } }],
      },
    },
  }));
}

/** Charts and examples name a taint after the resource of the nodes that it guards. */
const deviceResources: readonly string[] = [nvidiaGpuResource, amdGpuResource, neuronResource];
