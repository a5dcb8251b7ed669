/** What pods of one, four and eight devices launch in each pool, as a scheduler answers it. */

import { nodePoolLabelKey } from "../../scheduling/requirements/labels";
import { acceleratorOf } from "../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { zonesWithIds } from "../../scheduling/launchable/zones-with-ids";
import { readNodePool, type NodePool } from "../../scheduling/node-pool/node-pool";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import type { NodeClaim, PlacementAnswer, PodGroup } from "../../scheduling/karpenter/questions";
import type { Answered } from "./changes";
import type { CompareSubject } from "./subjects";

const deviceCounts = [1, 4, 8];

/** One answer for each pod: where it lands and what EC2 is asked for, or why it does not land. */
export function launchesOf(karpenter: Karpenter, subject: CompareSubject): readonly Answered[] {
  const pools = subject.nodePools.flatMap((manifest) => readNodePool(manifest).pool ?? []);
  const zones = zonesWithIds(subject.place).zones.flatMap(({ name, id }) =>
    id === undefined ? [] : [{ name, id }],
  );
  const { region } = subject.place;
  return deviceCounts.flatMap((count) => {
    const pods = podsOf(subject, pools, count);
    const { answer, findings } = karpenter.place({
      nodePools: subject.nodePools,
      pods,
      offerings: {
        region,
        zones,
        ...(subject.reservations === undefined ? {} : { reservations: subject.reservations }),
      },
      maxInstanceTypes: 2000,
    });
    return pods.map(({ name = "" }) => ({
      item: name,
      answer: answer === undefined ? textOfFindings(findings) : landingText(answer, name),
    }));
  });
}

function podsOf({ pods }: CompareSubject, pools: readonly NodePool[], count: number): PodGroup[] {
  if (pods === "one for all pools") {
    return [{ name: `any-pool-${count}`, pod: podFor("nvidia.com/gpu", count, {}) }];
  }
  // Pods never make a static pool grow.
  return pools
    .filter(({ replicas }) => replicas === undefined)
    .map((pool) => ({
      name: `${pool.name}-${count}`,
      pod: podFor(deviceOf(pool), count, { [nodePoolLabelKey]: pool.name }),
    }));
}

function podFor(
  resource: string,
  count: number,
  nodeSelector: Readonly<Record<string, string>>,
): unknown {
  const amounts = { [resource]: String(count) };
  return {
    spec: {
      nodeSelector,
      tolerations: [{ operator: "Exists" }],
      containers: [{ name: "main", resources: { requests: amounts, limits: amounts } }],
    },
  };
}

/** The device that most types of the pool have, or `cpu`. */
function deviceOf({ requirements, labels }: NodePool): string {
  const types = launchableTypes(requirementsOf(requirements, labels));
  const counts = new Map<string, number>();
  for (const type of types) {
    const resource = acceleratorOf(type)?.resource;
    if (resource !== undefined) counts.set(resource, (counts.get(resource) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 >= types.length ? most[0] : "cpu";
}

function landingText(answer: PlacementAnswer, pod: string): string {
  const claim = answer.nodeClaims.find(({ pods }) => pods.includes(pod));
  if (claim !== undefined) return claimText(claim);
  const refused = answer.unschedulable.find(({ pods }) => pods.includes(pod));
  if (refused === undefined) return "not answered in time";
  return refused.reserved === true ? "waits for reserved capacity" : "lands nowhere";
}

function claimText({ nodePool, launch, launchError }: NodeClaim): string {
  if (launch === undefined) return `${nodePool}: no request to EC2, ${launchError ?? "no reason"}`;
  const types = [...new Set(launch.pools.map(({ instanceType }) => instanceType))];
  const zones = [...new Set(launch.pools.map(({ zone }) => zone))].sort();
  return `${nodePool}: ${launch.capacityType} ${types.join(" ")} in ${zones.join(" ")}`;
}

function textOfFindings(findings: readonly { readonly problem: string }[]): string {
  return findings.map(({ problem }) => problem).join("; ");
}
