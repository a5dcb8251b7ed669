import type { Blast } from "./blast";
import { classBlasts, poolBlasts } from "./node-pool-blasts";
import { accessBlasts } from "./access-blasts";
import { releaseBlasts } from "./release-blasts";
import { capacityBlasts } from "./capacity-blasts";
import { clusterBlasts } from "./cluster-blasts";
import type { Fleet } from "./fleet";

/** Everything in a plan that drains or orphans nodes outside of their budgets; one for each cause, the widest first. */
export function blastsOf(fleet: Fleet): readonly Blast[] {
  // A new cluster replaces everything in the old one.
  const ofCluster = clusterBlasts(fleet);
  if (ofCluster.length > 0) return ofCluster;
  return [
    ...releaseBlasts(fleet),
    ...poolBlasts(fleet),
    ...classBlasts(fleet),
    ...accessBlasts(fleet),
    ...capacityBlasts(fleet),
  ];
}
