import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { cheapestTypes } from "../../../../report/answers/placement/cheapest-types";
import { placements } from "../../../../report/answers/placement/placement";
import type { Workload } from "../../../../report/subject/workload";
import { instanceTypes } from "../../../../scheduling/catalogue/instance-catalogue";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";
import { excerptKarpenter } from "../../../support/excerpt-karpenter";
import { stackNodePools, stackPlace } from "../../../support/stack-node-pools";

const agent = (cpu: string, memory: string): unknown => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: `agent-${cpu}` },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: {
      metadata: { labels: { app: "agent" } },
      spec: {
        tolerations: [{ operator: "Exists" }],
        containers: [{ name: "main", resources: { requests: { cpu, memory } } }],
      },
    },
  },
});

const podOf = (requests: Readonly<Record<string, string>>, more: object = {}): unknown => ({
  spec: { containers: [{ name: "main", resources: { requests } }], ...more },
});

const requirementsOn = (pool: unknown, capacityTypes: readonly string[]): unknown => {
  const copy = structuredClone(pool) as {
    spec: { template: { spec: { requirements: { key: string; values?: readonly string[] }[] } } };
  };
  for (const requirement of copy.spec.template.spec.requirements) {
    if (requirement.key === "karpenter.sh/capacity-type") requirement.values = capacityTypes;
  }
  return copy;
};

describe("the cheapest types of a pool", function () {
  this.timeout(300_000);

  let karpenter: Karpenter;
  let excerpt: Karpenter;
  before(async () => {
    [karpenter, excerpt] = await Promise.all([loadKarpenter(), excerptKarpenter()]);
  });

  const virginia = "production-us-east-1";
  const multiArch = (): unknown => {
    const found = stackNodePools(virginia).find((one) => nameOf(one) === "multi-arch");
    assert.ok(found !== undefined);
    return found;
  };
  const onDemandAlone = (): unknown => requirementsOn(multiArch(), ["on-demand"]);
  const sizes: readonly (readonly [
    title: string,
    pools: () => readonly unknown[],
    pod: unknown,
    most: number,
    steps: number,
  ])[] = [
    ["one core", () => stackNodePools(virginia), podOf({ cpu: "1" }), 200, 2],
    ["next to nothing", () => [multiArch()], podOf({ cpu: "10m", memory: "16Mi" }), 250, 2],
    ["much memory", () => [multiArch()], podOf({ cpu: "2", memory: "100Gi" }), 1363, 2],
    ["the largest nodes", () => [multiArch()], podOf({ cpu: "100", memory: "500Gi" }), 1363, 2],
    ["more than any node has", () => [multiArch()], podOf({ cpu: "1000" }), 1363, 0],
    ["on-demand capacity alone", () => [onDemandAlone()], podOf({ cpu: "3" }), 300, 1],
    [
      "what its first container needs",
      () => [multiArch()],
      podOf(
        { cpu: "1" },
        { initContainers: [{ name: "first", resources: { limits: { memory: "30Gi" } } }] },
      ),
      400,
      2,
    ],
  ];

  for (const [title, pools, pod, most, steps] of sizes) {
    it(`give the same answer as the whole catalogue to a pod that asks for ${title}`, () => {
      const workloads: readonly Workload[] = [{ name: "cpu", pod }];
      const context = {
        place: stackPlace(virginia),
        nodePools: pools(),
        daemonSets: [agent("100m", "200Mi"), agent("50m", "1Gi")],
      };
      const counts: number[] = [];
      const counting: Karpenter = {
        ...excerpt,
        place: (question) => {
          counts.push(question.instanceTypes?.length ?? Infinity);
          return excerpt.place(question);
        },
      };
      const whole: Karpenter = {
        ...karpenter,
        place: (question) => karpenter.place({ ...question, instanceTypes: undefined }),
      };
      const narrowed = placements(counting, context, workloads);
      assert.deepEqual(narrowed, placements(whole, context, workloads));
      assert.equal(narrowed.workloads[0]?.steps.length, steps);
      assert.ok(Math.max(...counts) <= most, `${counts.join()} types`);
    });
  }

  it("are not chosen for pods that request a device, are spread or select an instance type", () => {
    const spread = { topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone" }] };
    for (const pod of [
      podOf({ "nvidia.com/gpu": "1" }),
      podOf({ cpu: "1" }, spread),
      podOf({ cpu: "1" }, { nodeSelector: { "kubernetes.io/arch": "arm64" } }),
      podOf({ cpu: "one" }),
      podOf({ cpu: "1" }, { overhead: { cpu: "1" } }),
    ]) {
      assert.equal(cheapestTypes(pod, [], "us-east-1"), undefined, JSON.stringify(pod));
    }
  });

  it("are all types if the pool has few, or has minValues", () => {
    const { pool } = readNodePool(multiArch());
    assert.ok(pool !== undefined);
    const cheapest = cheapestTypes(podOf({ cpu: "1" }), [], "us-east-1");
    assert.ok(cheapest !== undefined);
    assert.equal(cheapest.of(pool, instanceTypes().slice(0, 100)), undefined);
    const [first, ...others] = pool.requirements;
    assert.ok(first !== undefined);
    const flexible = {
      ...pool,
      name: "flexible",
      requirements: [{ ...first, minValues: 5 }, ...others],
    };
    assert.equal(cheapest.of(flexible, instanceTypes()), undefined);
  });
});

function nameOf(manifest: unknown): string {
  return (manifest as { metadata: { name: string } }).metadata.name;
}
