import type * as pulumi from "@pulumi/pulumi";

import { VolumeKey } from "../../components/cluster/volume-key";
import type { PlatformSpec } from "../resolved/platform-spec";

/** The stack's own key for volumes, where it wants one. Every node comes after it, and goes before it. */
export function createVolumeKey(
  { config, clusterName, protect }: PlatformSpec,
  accountId: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): VolumeKey | undefined {
  if (config.cluster.volumeKey !== "own") return undefined;
  const { region } = config;
  return new VolumeKey("volumes", { clusterName, region, accountId, protect }, opts);
}
