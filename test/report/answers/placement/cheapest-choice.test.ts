import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { cheapestTypes } from "../../../../report/answers/placement/cheapest-types";
import type { InstanceType } from "../../../../scheduling/catalogue/instance-catalogue";
import type { NodeClaim } from "../../../../scheduling/karpenter/questions";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { poolWith } from "../../../support/disruption-pools";

/** The region has no prices of its own, so the prices of the types count. */
const region = "xx-nowhere-1";

type Resources = Readonly<Record<string, string>>;

/** The first type costs one dollar, and each next one a dollar more. Ten of them form a family by default. */
function types(
  count: number,
  resources: (index: number) => Resources = () => roomy,
  family: (index: number) => number = (index) => Math.floor(index / 10),
): readonly InstanceType[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `t${index}`,
    labels: { "karpenter.k8s.aws/instance-family": `f${family(index)}` },
    allocatable: resources(index),
    onDemandUsdPerHour: index + 1,
  }));
}

const roomy = { cpu: "64", memory: "256Gi", pods: "110" };

function podOf(requests: Resources, more: object = {}): object {
  return { spec: { containers: [{ name: "main", resources: { requests } }], ...more } };
}

function daemonSet(requests: Resources): object {
  return { spec: { template: podOf(requests) } };
}

/** The indexes of the chosen types. */
function chosen(
  of: readonly InstanceType[],
  pod: unknown = podOf({ cpu: "1" }),
  daemonSets: readonly unknown[] = [],
  pool: NodePool = poolWith(),
): readonly number[] | undefined {
  const kept = cheapestTypes(pod, daemonSets, region)?.of(pool, of);
  return kept?.map(({ name }) => Number(name.slice(1))).sort((a, b) => a - b);
}

function range(from: number, to: number, step = 1): readonly number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}

describe("the cheapest types of a pool", () => {
  it("are all types up to twice the price of the sixtieth that fits, and one type of each more expensive family", () => {
    // The sixtieth costs 60 dollars.
    assert.deepEqual(chosen(types(250)), [...range(0, 120), ...range(120, 250, 10)]);
    assert.deepEqual(chosen([...types(250)].reverse()), [...range(0, 120), ...range(120, 250, 10)]);
  });

  it("include, from each more expensive family, the types from the first that may fit to the first that surely fits", () => {
    // Each family has one to ten cores. From two on the pod may fit; from five on it fits beside the DaemonSet's pod.
    const cores = types(250, (index) => ({ ...roomy, cpu: String((index % 10) + 1) }));
    const kept = chosen(cores, podOf({ cpu: "2" }), [daemonSet({ cpu: "3" })]);
    // Six of ten fit in any case, so the sixtieth costs 100 dollars.
    assert.deepEqual(kept, [
      ...range(0, 200).filter((index) => index % 10 >= 1),
      ...range(200, 250).filter((index) => index % 10 >= 1 && index % 10 <= 4),
    ]);
  });

  it("include the most expensive type of a family in which none fits, and all that may fit if none surely fits", () => {
    const of = (cpu: string) => types(250, (index) => (index < 240 ? roomy : { ...roomy, cpu }));
    const small = chosen(of("1"), podOf({ cpu: "2" }), [daemonSet({ cpu: "3" })]);
    assert.deepEqual(small?.slice(-3), [220, 230, 249]);
    const unsure = chosen(of("4"), podOf({ cpu: "2" }), [daemonSet({ cpu: "3" })]);
    assert.deepEqual(unsure?.slice(-11), [230, ...range(240, 250)]);
  });

  it("depend on memory and on the number of pods too", () => {
    for (const [resource, too] of [
      ["memory", "1Gi"],
      ["pods", "1"],
    ] as const) {
      const scarce = types(250, (index) =>
        index % 2 === 0 ? { ...roomy, [resource]: too } : roomy,
      );
      const kept = chosen(scarce, podOf({ memory: "1Gi" }), [daemonSet({ memory: "1Gi" })]);
      // Every second one fits for sure, so the sixtieth costs 120 dollars.
      assert.deepEqual(kept?.slice(0, 240), range(0, 240), resource);
    }
    const lacking = types(250, (index) => (index === 0 ? { cpu: "64" } : roomy));
    assert.equal(chosen(lacking)?.[0], 1);
  });

  it("leave out types without a price", () => {
    const unpriced = types(250).map(({ onDemandUsdPerHour, ...type }, index) =>
      index === 3 ? type : { ...type, onDemandUsdPerHour },
    );
    assert.deepEqual(chosen(unpriced)?.slice(0, 5), [0, 1, 2, 4, 5]);
  });

  it("are not chosen from fewer than two hundred types, nor if fewer than sixty fit", () => {
    assert.equal(chosen(types(199)), undefined);
    assert.equal(chosen(types(200))?.length, 128);
    const fitting = (count: number) =>
      types(250, (index) => (index < count ? roomy : { ...roomy, cpu: "0" }));
    assert.equal(chosen(fitting(59)), undefined);
    assert.notEqual(chosen(fitting(60)), undefined);
  });

  it("are not chosen if minValues counts types, or if Karpenter would cut off the most expensive types", () => {
    const requirements = [{ key: "a", operator: "Exists", minValues: 2 }] as const;
    assert.equal(chosen(types(250), undefined, [], poolWith({ requirements })), undefined);
    assert.equal(chosen(types(601)), undefined);
    assert.notEqual(chosen(types(600)), undefined);
    // Only the last family begins after the 600th type.
    const oneFamily = types(700, undefined, () => 0);
    assert.deepEqual(chosen(oneFamily), range(0, 120));
  });

  it("are chosen once for each pool", () => {
    const cheapest = cheapestTypes(podOf({ cpu: "1" }), [], region);
    const first = cheapest?.of(poolWith({ name: "a" }), types(250));
    assert.equal(cheapest?.of(poolWith({ name: "a" }), types(300)), first);
    assert.notEqual(cheapest?.of(poolWith({ name: "b" }), types(300)), first);
  });
});

describe("the cheapest types of a pod", () => {
  const answers = (pod: unknown, daemonSets: readonly unknown[] = []) =>
    cheapestTypes(pod, daemonSets, region) !== undefined;

  it("are chosen for a pod that requests only cores and memory", () => {
    assert.equal(answers(podOf({ cpu: "1", memory: "1Gi" })), true);
    assert.equal(answers(podOf({})), true);
    assert.equal(answers(podOf({ cpu: "1" }, { nodeSelector: { team: "ml" } })), true);
    assert.equal(answers(podOf({ cpu: "1" }), [daemonSet({ memory: "1Gi" })]), true);
  });

  it("are not chosen for a pod that requests more, selects by instance type or is spread", () => {
    assert.equal(answers(podOf({ "nvidia.com/gpu": "1" })), false);
    assert.equal(answers(podOf({ cpu: "many" })), false);
    assert.equal(answers(podOf({ cpu: "1" }, { overhead: {} })), false);
    assert.equal(answers(podOf({}), [daemonSet({ "nvidia.com/gpu": "1" })]), false);
    assert.equal(answers(podOf({}, { nodeSelector: { "kubernetes.io/arch": "amd64" } })), false);
    const spread = { topologySpreadConstraints: [{ topologyKey: "rack" }] };
    assert.equal(answers(podOf({}, spread)), false);
  });
});

describe("the answer over the cheapest types", () => {
  const cheapest = cheapestTypes(podOf({ cpu: "1" }), [], region);
  cheapest?.of(poolWith({ name: "large" }), types(250));

  function suffices(
    indexes: readonly number[],
    capacityTypes: NodeClaim["capacityTypes"],
    nodePool = "large",
  ): boolean | undefined {
    const pools = indexes.map((index) => ({
      instanceType: `t${index}`,
      zone: "a",
      usdPerHour: 1,
    }));
    return cheapest?.suffice({
      nodePool,
      instanceTypes: [],
      instanceTypeCount: 0,
      zones: [],
      capacityTypes,
      requirements: [],
      requests: {},
      pods: [],
      launch: { capacityType: "spot", pools, rejectedBy: {} },
    });
  }

  it("is the whole answer if the request names sixty types that cost no more than the sixtieth", () => {
    assert.equal(suffices(range(0, 60), ["on-demand"]), true);
    assert.equal(suffices(range(0, 59), ["on-demand"]), false);
    assert.equal(suffices(range(1, 61), ["on-demand"]), false);
    assert.equal(suffices([...range(0, 60), 100, 999], ["spot"]), true);
  });

  it("is the whole answer with any such type if both Spot and on demand are allowed", () => {
    assert.equal(suffices([59], ["spot", "on-demand"]), true);
    assert.equal(suffices([60], ["spot", "on-demand"]), false);
    assert.equal(suffices([59], ["spot", "reserved"]), false);
    assert.equal(suffices([59], ["reserved", "on-demand"]), false);
  });

  it("is the whole answer for a pool of which all types were passed, and never without a request", () => {
    assert.equal(suffices([], ["on-demand"], "small"), true);
    assert.equal(suffices([], ["spot", "on-demand"]), false);
  });
});
