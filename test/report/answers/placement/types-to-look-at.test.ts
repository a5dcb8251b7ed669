import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { typesThatMatter } from "../../../../report/answers/placement/types-that-matter";
import type { ExhaustedOffering, Offerings } from "../../../../scheduling/karpenter/questions";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { poolWith } from "../../../support/disruption-pools";

// EC2 DescribeInstanceTypeOfferings, us-west-2: az1 to az3 have g5 and c1, all four have p5 and c5; trn1 is in az1
// and az4, vt1 in az1 alone. By name c1.medium is the first type of az1, c5.12xlarge the first of all four.
const west: Offerings = {
  region: "us-west-2",
  zones: [
    { name: "us-west-2a", id: "usw2-az1" },
    { name: "us-west-2d", id: "usw2-az4" },
  ],
};
const bystanders = ["c1.medium", "c5.12xlarge"];

function of(families: readonly string[], given: Partial<NodePool> = {}): NodePool {
  const { requirements = [], ...more } = given;
  const family = { key: "karpenter.k8s.aws/instance-family", operator: "In", values: families };
  return poolWith({ ...more, requirements: [{ ...family, operator: "In" }, ...requirements] });
}

function matter(pools: readonly NodePool[], pod: unknown = {}, offerings = west) {
  return typesThatMatter(pools, pod, offerings);
}

function exhausted(...gone: readonly ExhaustedOffering[]): Offerings {
  return { ...west, exhausted: gone };
}

const taint = { key: "workload", value: "training", effect: "NoSchedule" } as const;

describe("the types that a placement has to look at", () => {
  it("are all types that the pools may launch and the region offers, each once and in order", () => {
    const types = ["p5.48xlarge", "p5.4xlarge", "trn1.2xlarge", "trn1.32xlarge"];
    assert.deepEqual(matter([of(["trn1", "p5", "hpc7g"]), of(["p5"])]), [...bystanders, ...types]);
  });

  it("exclude static pools, which launch nothing for pods", () => {
    assert.deepEqual(matter([of(["p5"], { replicas: 2 })]), bystanders);
  });

  it("are the narrowed types of each pool, if given", () => {
    const pools = [of(["p5"], { name: "narrow" }), of(["trn1"], { name: "whole" })];
    assert.deepEqual(
      typesThatMatter(pools, {}, west, {
        narrowed: ({ name }, types) => (name === "narrow" ? types.slice(0, 1) : undefined),
      }),
      [...bystanders, "p5.48xlarge", "trn1.2xlarge", "trn1.32xlarge"],
    );
  });

  it("are all types of a pool whose overlay adds the resource that the pods request", () => {
    const pod = {
      spec: { containers: [{ resources: { limits: { "hugepages-2Mi": "5120Mi" } } }] },
    };
    const overlays = [{ spec: { capacity: { "hugepages-2Mi": "10256Mi" } } }];
    const pools = [of(["trn1"])];
    assert.deepEqual(typesThatMatter(pools, pod, west, { overlays }), matter(pools));
    assert.notDeepEqual(typesThatMatter(pools, pod, west), matter(pools));
  });

  it("are all types if pods are spread over a label with other values in other types", () => {
    const spread = (topologyKey: string) =>
      matter([of(["p5"])], { spec: { topologySpreadConstraints: [{ topologyKey }] } });
    assert.equal(spread("karpenter.k8s.aws/instance-family"), undefined);
    assert.equal(spread("rack"), undefined);
    for (const key of [
      "kubernetes.io/hostname",
      "topology.kubernetes.io/zone",
      "topology.k8s.aws/zone-id",
      "topology.kubernetes.io/region",
      "karpenter.sh/capacity-type",
    ]) {
      assert.deepEqual(spread(key), [...bystanders, "p5.48xlarge", "p5.4xlarge"], key);
    }
  });
});

describe("types that no pool launches", () => {
  it("are one that every zone offers, and one with capacity in each zone, of other families if possible", () => {
    assert.deepEqual(matter([]), bystanders);
    assert.deepEqual(matter([], {}, { ...west, zones: [] }), ["a1.2xlarge"]);
    assert.deepEqual(matter([], {}, { ...west, zones: west.zones.slice(1) }), ["c5.12xlarge"]);
    // The families of the pool are exhausted one by one; these types remain.
    const others = matter([of(["c1", "c5"])])?.filter((name) => !/^c[15]\./.test(name));
    assert.deepEqual(others, ["c3.2xlarge", "c5a.12xlarge"]);
  });

  it("are replaced by others if exhausted by type, family, zone or capacity type", () => {
    const first = (gone: ExhaustedOffering) => matter([], {}, exhausted(gone))?.[0];
    assert.equal(first({ instanceType: "c1.medium" }), "c1.xlarge");
    assert.equal(
      first({ instanceType: "", family: "c1", zone: "", capacityType: "spot" }),
      "c1.medium",
    );
    assert.equal(first({ family: "c1" }), "c3.2xlarge");
    assert.equal(first({ zone: "us-west-2a" }), "c5.12xlarge");
    assert.equal(first({ zone: "us-west-2d", family: "c1" }), "c1.medium");
    assert.equal(first({ capacityType: "reserved" }), "c1.medium");
    assert.deepEqual(matter([], {}, exhausted({})), ["c5.12xlarge"]);
    assert.deepEqual(
      matter([], {}, exhausted({ capacityType: "spot" }, { capacityType: "on-demand" })),
      ["c5.12xlarge"],
    );
  });
});

describe("the types of a pool that always refuses the pods", () => {
  const refusing = (given: Partial<NodePool> = {}, offerings = west) =>
    matter([of(["p5", "g5"], { taints: [taint], ...given })], {}, offerings)?.filter(
      (name) => !bystanders.includes(name),
    );

  it("are the first type, and the first with capacity", () => {
    // g5 is not in az4; g5.12xlarge comes first by name.
    assert.deepEqual(refusing(), ["g5.12xlarge"]);
    assert.deepEqual(refusing({}, exhausted({ family: "g5" })), ["g5.12xlarge", "p5.48xlarge"]);
    assert.deepEqual(refusing({}, exhausted({ zone: "us-west-2a" })), [
      "g5.12xlarge",
      "p5.48xlarge",
    ]);
    assert.deepEqual(refusing({}, exhausted({ capacityType: "spot" })), ["g5.12xlarge"]);
    assert.deepEqual(refusing({}, exhausted({})), ["g5.12xlarge"]);
  });

  it("follow the pool's requirements on zones and capacity types", () => {
    const only = (key: string, value: string, offerings = west) =>
      refusing({ requirements: [{ key, operator: "In", values: [value] }] }, offerings);
    const both = ["g5.12xlarge", "p5.48xlarge"];
    assert.deepEqual(only("topology.kubernetes.io/zone", "us-west-2a"), ["g5.12xlarge"]);
    assert.deepEqual(only("topology.kubernetes.io/zone", "us-west-2d"), both);
    assert.deepEqual(only("topology.k8s.aws/zone-id", "usw2-az4"), both);
    const noSpot = exhausted({ capacityType: "spot", family: "g5" });
    assert.deepEqual(only("karpenter.sh/capacity-type", "spot", noSpot), both);
    assert.deepEqual(only("karpenter.sh/capacity-type", "on-demand", noSpot), ["g5.12xlarge"]);
    // The amount of reserved capacity is not known.
    const noG5 = exhausted({ family: "g5" });
    assert.deepEqual(only("karpenter.sh/capacity-type", "reserved", noG5), ["g5.12xlarge"]);
  });

  it("have no capacity without a price", () => {
    // x8aedz is in az1 and has no price in Karpenter's table; by name z1d comes after it.
    assert.deepEqual(
      matter([of(["x8aedz", "z1d"], { taints: [taint] })])?.filter((name) => /^[xz]/.test(name)),
      ["x8aedz.12xlarge", "z1d.12xlarge"],
    );
  });

  it("are all types if minValues counts them, or if the pods select by instance type", () => {
    const all = (pool: NodePool, pod: unknown = {}) =>
      matter([pool], pod)?.filter((name) => name.startsWith("p5"));
    const two = ["p5.48xlarge", "p5.4xlarge"];
    const counted = { key: "kubernetes.io/arch", operator: "Exists", minValues: 1 } as const;
    assert.deepEqual(all(of(["p5"], { taints: [taint], requirements: [counted] })), two);
    const neuron = { limits: { "aws.amazon.com/neuron": "1" } };
    const pod = (more: object) => ({ spec: { containers: [{ resources: neuron }], ...more } });
    // No p5 has the resources that the pods request.
    assert.deepEqual(all(of(["p5"]), pod({})), ["p5.48xlarge"]);
    const byType = { nodeSelector: { "karpenter.k8s.aws/instance-size": "48xlarge" } };
    assert.deepEqual(all(of(["p5"]), pod(byType)), two);
    const byTeam = { nodeSelector: { team: "ml" } };
    assert.deepEqual(all(of(["p5"]), pod(byTeam)), ["p5.48xlarge"]);
    const gpu = { spec: { containers: [{ resources: { limits: { "nvidia.com/gpu": "1" } } }] } };
    assert.deepEqual(all(of(["p5"]), gpu), two);
    assert.deepEqual(all(of(["p5", "m5"]), gpu), two);
  });
});
