import type * as pulumi from "@pulumi/pulumi";

import { VolumeKey } from "../../components/cluster/volume-key";
import type { PlatformSpec } from "../resolved/platform-spec";

/** The key for volumes that the stack creates, if it asks for one. Nodes are created after it and deleted before it. */
export function createVolumeKey(
  { config, clusterName, protect }: PlatformSpec,
  accountId: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): VolumeKey | undefined {
  if (config.cluster.volumeKey !== "own") return undefined;
  const { region } = config;
  return new VolumeKey("volumes", { clusterName, region, accountId, protect }, opts);
}
