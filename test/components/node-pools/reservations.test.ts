import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { instanceRequirements } from "../../../components/node-pools/instance-requirements";
import { nodePool } from "../../../components/node-pools/node-pool.builder";
import type { Tier } from "../../../components/node-pools/tier";
import { tierProfiles, type TierName } from "../../../components/node-pools/tier-profiles";
import type { CapacityType } from "../../../scheduling/requirements/capacity-types";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { CapacityReservation } from "../../../scheduling/karpenter/questions";

// https://karpenter.sh/v1.14/concepts/nodepools/
const interruptible = "karpenter.k8s.aws/capacity-reservation-interruptible";

function poolOf(name: TierName, capacityTypes: readonly CapacityType[]) {
  const tier: Tier = {
    name,
    tier: name,
    efa: false,
    retired: false,
    profile: { ...tierProfiles[name], capacityTypes },
    requirements: instanceRequirements(tierProfiles[name]),
    nodeClass: tierProfiles[name].nodeClass,
    zones: ["us-east-1b"],
    protect: false,
    offsetsYear: 2026,
  };
  return { apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(tier) };
}

describe("a training tier that takes reservations", function () {
  this.timeout(60_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  it("excludes interruptible reservations, which other tiers may use", () => {
    const onReclaimed = (name: TierName, capacityTypes: readonly CapacityType[]) =>
      poolOf(name, capacityTypes).spec.template.spec.requirements.filter(
        ({ key }) => key === interruptible,
      );
    const left = [{ key: interruptible, operator: "NotIn", values: ["true"] }];
    assert.deepEqual(onReclaimed("gpu-training", ["reserved", "on-demand"]), left);
    assert.deepEqual(onReclaimed("gpu-training-protected", ["reserved"]), left);
    assert.deepEqual(onReclaimed("gpu-training", ["on-demand"]), []);
    assert.deepEqual(onReclaimed("gpu-general", ["reserved", "on-demand"]), []);
  });

  // Why infra/checks/reserved-device-check.ts refuses such a tier.
  it("gives a reserved node with eight GPUs to a pod with one, although a smaller type is for sale", () => {
    const requests = { "nvidia.com/gpu": "1" };
    const { answer } = karpenter.place({
      nodePools: [poolOf("gpu-training", ["reserved", "on-demand"])],
      offerings: {
        region: "us-east-1",
        zones: [{ name: "us-east-1b", id: "use1-az2" }],
        reservations: [plain],
      },
      instanceTypes: ["p5.4xlarge", "p5.48xlarge"],
      pods: [
        {
          pod: {
            spec: {
              tolerations: [{ operator: "Exists" }],
              containers: [{ name: "main", resources: { requests, limits: requests } }],
            },
          },
        },
      ],
    });
    const [launched] = answer?.nodeClaims[0]?.launch?.pools ?? [];
    assert.equal(launched?.instanceType, "p5.48xlarge");
    assert.equal(launched?.reservationId, "cr-plain");
  });

  /** What Karpenter launches for a job of eight GPUs: the reservation, on-demand capacity, or nothing. */
  function bought(reservations: readonly CapacityReservation[], ...types: CapacityType[]) {
    const { answer, findings } = karpenter.place({
      nodePools: [poolOf("gpu-training", types)],
      offerings: {
        region: "us-east-1",
        zones: [{ name: "us-east-1b", id: "use1-az2" }],
        reservations,
      },
      instanceTypes: ["p5.48xlarge"],
      pods: [{ pod: eightGpus }],
    });
    assert.deepEqual(findings, []);
    return answer?.nodeClaims.map(
      ({ launch }) => launch?.pools[0]?.reservationId ?? launch?.capacityType,
    );
  }

  const plain: CapacityReservation = {
    id: "cr-plain",
    instanceType: "p5.48xlarge",
    zone: "us-east-1b",
    available: 1,
  };
  const reclaimable = { ...plain, id: "cr-reclaimable", interruptible: true };

  it("uses plain reservations and capacity blocks, and on-demand capacity if there is none", () => {
    assert.deepEqual(bought([plain], "reserved", "on-demand"), ["cr-plain"]);
    assert.deepEqual(bought([plain], "reserved"), ["cr-plain"]);
    assert.deepEqual(bought([{ ...plain, type: "capacity-block" }], "reserved"), ["cr-plain"]);
    assert.deepEqual(bought([], "reserved", "on-demand"), ["on-demand"]);
  });

  it("uses on-demand capacity and no interruptible reservation when the plain one is full", () => {
    const full = { ...plain, available: 0 };
    assert.deepEqual(bought([reclaimable, full], "reserved", "on-demand"), ["on-demand"]);
    assert.deepEqual(bought([reclaimable, plain], "reserved", "on-demand"), ["cr-plain"]);
    assert.deepEqual(bought([reclaimable, full], "reserved"), []);
  });

  // docs/training-capacity.md warns of this. The type has the label, so the requirement also excludes its on-demand
  // offerings.
  it("launches no node of a type that has only interruptible reservations", () => {
    assert.deepEqual(bought([reclaimable], "reserved", "on-demand"), []);
  });

  it("does not drift its nodes, on demand or in a plain reservation", () => {
    const { requirements } = poolOf("gpu-training", ["reserved", "on-demand"]).spec.template.spec;
    const asked = requirements.filter(({ key }) => key === interruptible);
    const drifts = (labels: Record<string, string>) => {
      const question = { nodeSide: { labels }, podSide: { requirements: asked } };
      const [reply] = karpenter.requirements([{ ...question, allowUndefinedWellKnown: false }]);
      return reply?.answer?.compatible === false;
    };
    assert.equal(drifts({}), false);
    assert.equal(drifts({ [interruptible]: "false" }), false);
    assert.equal(drifts({ [interruptible]: "true" }), true);
  });
});

const eightGpus = {
  spec: {
    tolerations: [{ operator: "Exists" }],
    containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": "8" } } }],
  },
};
