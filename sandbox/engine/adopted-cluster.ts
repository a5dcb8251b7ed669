import type { PlatformConfig } from "../../infra/config/schema";
import { type Selector, makeExistingCluster } from "../providers/aws/existing-cluster";
import { Cloud } from "../providers/cloud";
import type { Reporter } from "../../command-line/reporter";
import type { SandboxFolder } from "./sandbox-folder";

/**
 * Makes the cluster that the stack adopts, where it does not exist yet. A real cluster of this kind is older than the
 * stack. The engine has no part in it, so it does not know the cluster and never deletes it. Call this only while the
 * stand-ins do not run.
 */
export function makeAdoptedCluster(
  folder: SandboxFolder,
  { cluster, network, region, versions }: PlatformConfig,
  reporter: Reporter,
): void {
  const { existing, name } = cluster;
  if (existing === undefined) return;
  const byName: Selector = { tags: { "karpenter.sh/discovery": name } };
  const made = makeExistingCluster(Cloud.open(folder.cloud), {
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
      `Cluster ${name} is made in the stand-ins' cloud without the engine, because a real one is older than the stack`,
    );
  }
}
