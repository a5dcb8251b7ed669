import { sharedResource } from "../../components/shared/gpu-sharing";
import { capacityOf, instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import { rendered } from "../../scheduling/values/fault";
import { nearest } from "../config/issue-to-fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { gpuSharingOf } from "../resolved/gpu-sharing";
import { defineCheck } from "./define-check";

/**
 * A limit on a resource that no node has is never reached. Karpenter accepts it, so a misspelt name leaves the pool without
 * that limit.
 * https://karpenter.sh/v1.14/concepts/nodepools/#speclimits
 */
export const limitsNameResources = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap((tier) =>
    unknownResources(tier).map(({ resource, meant }) => ({
      path: ["tiers", tier.pool, "limits", resource],
      problem: "a limit on a resource that no node has",
      got: rendered(tier.overrides.limits?.[resource]),
      expected: `one of ${[...knownResources(tier)].join(", ")}`,
      fix: meant === undefined ? "remove it" : `did you mean ${meant}?`,
    })),
  );
});

/** The limits of a tier on unknown resources, with the resource that the author probably meant. */
export function unknownResources(
  tier: ConfiguredTier,
): readonly { readonly resource: string; readonly meant?: string | undefined }[] {
  const known = knownResources(tier);
  return Object.keys(tier.overrides.limits ?? {})
    .filter((resource) => !known.has(resource))
    .map((resource) => ({ resource, meant: nearest(resource, [...known]) }));
}

/** What Karpenter counts on the nodes of a tier: the resources of instance types, whole nodes, and shared GPUs. */
function knownResources({ overrides: { gpuSharing } }: ConfiguredTier): ReadonlySet<string> {
  const sharing = gpuSharingOf(gpuSharing);
  const shared = sharing === undefined ? [] : [sharedResource(sharing)];
  return new Set([...catalogueResources(), "nodes", ...shared]);
}

let resources: ReadonlySet<string> | undefined;

function catalogueResources(): ReadonlySet<string> {
  resources ??= new Set(instanceTypes().flatMap((type) => Object.keys(capacityOf(type))));
  return resources;
}
