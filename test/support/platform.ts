import type * as pulumi from "@pulumi/pulumi";

import type { PlatformConfig } from "../../infra/config/schema";
import { createPlatform } from "../../infra/platform/platform";
import { platformSpec } from "../../infra/resolved/platform-spec";
import { cloudOutputs } from "./cloud-outputs";
import { registeredResources, type RegisteredResource } from "./registered-resources";
import { fixtureStacks, stackConfig } from "./stack-values";

interface PlatformOptions {
  /** As at a first preview, when the cluster does not exist yet. */
  readonly preview?: boolean;
  /** Where the stack's file is. */
  readonly folder?: string;
}

/** Everything the program registers for a stack, under mocks; `changes` replace keys of its configuration. */
export function platformResources(
  stack: string,
  changes: Partial<PlatformConfig> = {},
  { preview = false, folder = fixtureStacks }: PlatformOptions = {},
): Promise<readonly RegisteredResource[]> {
  const spec = platformSpec({ ...stackConfig(stack, folder), ...changes });
  return registeredResources(() => createPlatform(spec), {
    preview,
    stateOf: preview ? nothingKnown : platformOutputs,
    answerTo: ({ token }) => (token === zonesToken ? zonesOf(spec.config) : {}),
  });
}

const zonesToken = "aws:index/getAvailabilityZones:getAvailabilityZones";

/** An account with the zones of the stack file. */
function zonesOf({ network: { zones, controlPlaneZones = [] } }: PlatformConfig) {
  const names = [...new Set([...zones, ...controlPlaneZones])];
  return { names, zoneIds: names.map((_, index) => `test-az${index}`) };
}

/** At the first preview the cluster does not exist: whatever AWS would compute is unknown. */
function nothingKnown(): Readonly<Record<string, unknown>> {
  return {};
}

/** What the providers add for the cluster, beside what the smaller tests need. */
function platformOutputs(
  resource: pulumi.runtime.MockResourceArgs,
): Readonly<Record<string, unknown>> {
  if (resource.type === "aws:eks/nodeGroup:NodeGroup") return { nodeGroupName: resource.name };
  if (resource.type !== "eks:index:Cluster") return cloudOutputs(resource);
  return {
    kubeconfigJson: "{}",
    eksCluster: {
      name: "production-us-east-1",
      arn: "arn:aws:eks:us-east-1:123456789012:cluster/production-us-east-1",
      identities: [{ oidcs: [{ issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC" }] }],
      vpcConfig: { clusterSecurityGroupId: "sg-1" },
    },
  };
}
