import type { PlatformConfig } from "../../infra/config/schema";
import { type Selector, standUpExistingCluster } from "../providers/aws/existing-cluster";
import { Cloud } from "../providers/cloud";
import type { Reporter } from "../../command-line/reporter";
import type { SandboxFolder } from "./sandbox-folder";

/**
 * Makes the cluster that the stack adopts, where it does not stand yet: in life it was there before the stack. The
 * engine has no part in it, so that it neither knows the cluster nor takes it down. Only while the stand-ins do not run.
 */
export function standUpAdopted(
  folder: SandboxFolder,
  { cluster, network, region, versions }: PlatformConfig,
  reporter: Reporter,
): void {
  const { existing, name } = cluster;
  if (existing === undefined) return;
  const byName: Selector = { tags: { "karpenter.sh/discovery": name } };
  const made = standUpExistingCluster(Cloud.open(folder.cloud), {
    name,
    region,
    kubernetesVersion: versions.kubernetes,
    zones: network.zones,
    subnets: existing.subnets ?? byName,
    securityGroups: existing.securityGroups ?? byName,
    nodeLabels: existing.controllers.nodeSelector,
  });
  if (made) {
    reporter.line(
      `Cluster ${name} is made in the stand-ins' cloud without the engine, as one that stood before the stack`,
    );
  }
}
