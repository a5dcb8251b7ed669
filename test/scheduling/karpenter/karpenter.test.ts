import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import { embeddedVersions } from "../../../scheduling/karpenter/karpenter-version";
import { anywhere, type DisruptionsAnswer } from "../../../scheduling/karpenter/questions";
import { gpuNames, gpuPods, gpuTaint, nodePool, usWest2 } from "./manifests";

describe("the embedded Karpenter", function () {
  this.timeout(60_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  it("has the version that its source names, both the core and the AWS provider", () => {
    const versions = karpenter.version();
    assert.equal(versions.karpenter, embeddedVersions.core);
    assert.equal(versions.providerAws, embeddedVersions.providerAws);
    assert.match(versions.go, /^go1\.27\.\d+$/);
  });

  it("is loaded once in a process", async () => {
    assert.equal(await loadKarpenter(), karpenter);
  });

  it("adds no global variable", () => {
    const globals = globalThis as Record<string, unknown>;
    assert.deepEqual(
      ["Go", "karpenterReady", "fs", "path"].filter((name) => globals[name] !== undefined),
      [],
    );
  });

  describe("on requirements", () => {
    it("gives the normal form, the intersection and the conflict", () => {
      const [reply] = karpenter.requirements([
        {
          nodeSide: { requirements: [{ key: "cpus", operator: "Gt", values: ["3"] }] },
          podSide: {
            requirements: [{ key: "cpus", operator: "In", values: ["4", "2", "x"] }],
            labels: { "beta.kubernetes.io/arch": "arm64" },
          },
          allowUndefinedWellKnown: true,
        },
      ]);
      const { nodeSide, intersection, compatible, undefinedKeys } = reply?.answer ?? {};
      assert.deepEqual(nodeSide, [
        {
          key: "cpus",
          operator: "Exists",
          complement: true,
          values: [],
          gte: "4",
          text: "cpus Exists >=4",
        },
      ]);
      assert.deepEqual(
        intersection?.map(({ text }) => text),
        ["cpus In [4]", "kubernetes.io/arch In [arm64]"],
      );
      assert.equal(compatible, true);
      assert.deepEqual(undefinedKeys, []);
    });

    it("requires labels of an existing node that a new node does not need yet", () => {
      const ask = (allowUndefinedWellKnown: boolean): unknown =>
        karpenter.requirements([
          {
            nodeSide: {},
            podSide: { labels: { "topology.kubernetes.io/zone": "us-west-2a" } },
            allowUndefinedWellKnown,
          },
        ])[0]?.answer?.undefinedKeys;
      assert.deepEqual(ask(true), []);
      assert.deepEqual(ask(false), ["topology.kubernetes.io/zone"]);
    });
  });

  describe("on budgets", () => {
    const monday = new Date("2026-08-03T00:00:00Z");

    function answer(
      budgets: readonly unknown[] | undefined,
      nodeCount: number,
      count = 1,
    ): DisruptionsAnswer {
      const [reply] = karpenter.allowedDisruptions([
        {
          ...(budgets === undefined ? {} : { budgets }),
          reasons: ["Empty", "Drifted", "Underutilized"],
          nodeCount,
          from: monday,
          count,
          stepSeconds: 60,
        },
      ]);
      assert.ok(reply?.answer !== undefined);
      return reply.answer;
    }

    it("rounds up: 10% of one node is one, 20% of 19 is four", () => {
      assert.equal(answer(undefined, 1).byReason["Empty"]?.[0]?.allowed, 1);
      assert.equal(answer([{ nodes: "20%" }], 19).byReason["Empty"]?.[0]?.allowed, 4);
    });

    it("has no limit where no budget applies", () => {
      assert.equal(answer([], 5).byReason["Empty"]?.[0]?.allowed, null);
      const drifted = [{ nodes: "0", reasons: ["Drifted"] }];
      assert.equal(answer(drifted, 5).byReason["Empty"]?.[0]?.allowed, null);
      assert.equal(answer(drifted, 5).byReason["Drifted"]?.[0]?.allowed, 0);
    });

    it("opens the guide's maintenance hour at 23:00 UTC, which is 08:00 in Tokyo", () => {
      const guide = [
        { nodes: "0", schedule: "0 0 * * *", duration: "23h" },
        { nodes: "1", schedule: "0 23 * * *", duration: "1h" },
        { nodes: "1", reasons: ["Drifted"] },
      ];
      assert.deepEqual(answer(guide, 8, 24 * 60).byReason, {
        Empty: [
          { from: 0, allowed: 0 },
          { from: 23 * 60, allowed: 1 },
        ],
        Drifted: [
          { from: 0, allowed: 0 },
          { from: 23 * 60, allowed: 1 },
        ],
        Underutilized: [
          { from: 0, allowed: 0 },
          { from: 23 * 60, allowed: 1 },
        ],
      });
    });

    it("blocks the pool permanently because of a time zone in a schedule", () => {
      const frozen = answer(
        [{ nodes: "50%" }, { nodes: "0", schedule: "TZ=Asia/Tokyo 0 9 * * *", duration: "8h" }],
        10,
        7 * 24 * 60,
      );
      assert.deepEqual(frozen.byReason["Empty"], [{ from: 0, allowed: 0 }]);
      assert.match(frozen.errors[0] ?? "", /expected exactly 5 fields, found 6/);
    });

    it("reports what is no budget", () => {
      const [reply] = karpenter.allowedDisruptions([
        { budgets: [{ nodes: 1 }, "1"], reasons: ["Empty"], nodeCount: 1, from: monday },
      ]);
      assert.deepEqual(
        reply?.findings.map(({ path }) => path),
        ["budgets[0]", "budgets[1]"],
      );
    });

    it("refuses a question that would take too long", () => {
      const [reply] = karpenter.allowedDisruptions([
        { budgets: [], reasons: ["Empty"], nodeCount: 1, from: monday, count: 1e9 },
      ]);
      assert.equal(reply?.answer, undefined);
      assert.match(reply?.findings[0]?.problem ?? "", /asks for too much/);
    });
  });

  describe("on taints", () => {
    it("requires a toleration of each taint, PreferNoSchedule too", () => {
      const [reply] = karpenter.tolerates([
        {
          taints: [gpuTaint, { key: "quiet", effect: "PreferNoSchedule" }],
          tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        },
      ]);
      assert.deepEqual(reply?.answer, {
        tolerates: false,
        untolerated: [1],
        texts: ["did not tolerate taint (taint=quiet:PreferNoSchedule)"],
        addedByApiServer: [],
      });
    });

    it("adds the tolerations of EKS for extended resources, and names them", () => {
      const [reply] = karpenter.tolerates([
        {
          taints: [gpuTaint],
          tolerations: [],
          requests: ["cpu", "memory", "hugepages-2Mi", "nvidia.com/gpu", "kubernetes.io/x"],
        },
      ]);
      assert.deepEqual(reply?.answer?.addedByApiServer, [
        { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      ]);
      assert.equal(reply.answer.tolerates, true);
    });
  });

  describe("on instance types", () => {
    it("finds the 57 types of gpu-general in the guide, five of them by AMD", () => {
      const [reply] = karpenter.filter([
        {
          offerings: anywhere,
          requirements: [
            { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: ["0"] },
            { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["g", "p"] },
            { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
          ],
        },
      ]);
      const types = reply?.answer?.types ?? [];
      assert.equal(types.length, 57);
      assert.equal(types.filter((name) => name.startsWith("g4ad.")).length, 5);
    });

    it("says why a type is excluded", () => {
      const [reply] = karpenter.filter([
        {
          offerings: { ...usWest2, exhausted: [{ instanceType: "g5.48xlarge" }] },
          requirements: [gpuNames("a10g")],
          requests: { "nvidia.com/gpu": "2" },
          explain: ["g5.xlarge", "g5.48xlarge", "m5.large"],
        },
      ]);
      assert.deepEqual(reply?.answer, {
        types: ["g5.12xlarge", "g5.24xlarge"],
        excluded: [
          { name: "g5.48xlarge", requirements: [], lacking: [], hasOffering: false },
          { name: "g5.xlarge", requirements: [], lacking: ["nvidia.com/gpu"], hasOffering: true },
          {
            name: "m5.large",
            requirements: [
              "key karpenter.k8s.aws/instance-gpu-name, karpenter.k8s.aws/instance-gpu-name In [a10g] not in karpenter.k8s.aws/instance-gpu-name DoesNotExist",
            ],
            lacking: ["nvidia.com/gpu"],
            hasOffering: true,
          },
        ],
      });
    });

    it("knows that g6f offers no whole GPU", () => {
      const [labels, devices] = karpenter.filter(
        [{}, { requests: { "nvidia.com/gpu": "1" } }].map((more) => ({
          offerings: anywhere,
          requirements: [gpuNames("l4")],
          ...more,
        })),
      );
      const fractional = (types: readonly string[] = []): number =>
        types.filter((name) => /^gr?6f\./.test(name)).length;
      assert.equal(fractional(labels?.answer?.types), 5);
      assert.equal(fractional(devices?.answer?.types), 0);
    });

    it("reports an unknown region", () => {
      const [reply] = karpenter.filter([{ offerings: { region: "mars", zones: [] } }]);
      assert.match(reply?.findings[0]?.problem ?? "", /^the region "mars" has no offerings/);
    });
  });

  describe("on malformed pools", () => {
    const many = Array.from({ length: 10_000 }, () => gpuNames("a10g"));
    const faulty: readonly (readonly [what: string, pool: unknown, problem: RegExp])[] = [
      ["nothing", null, /has no spec/],
      ["text", "pool", /cannot be read/],
      ["a number", 7, /cannot be read/],
      ["a list", [], /cannot be read/],
      ["no spec", { metadata: { name: "a" } }, /has no spec/],
      ["no template", { metadata: { name: "a" }, spec: {} }, /has no spec\.template\.spec/],
      [
        "no node class",
        { spec: { template: { spec: {} } } },
        /has no spec\.template\.spec\.nodeClassRef/,
      ],
      ["no name", { ...(nodePool("a", {}) as object), metadata: {} }, /has no metadata\.name/],
      [
        "a number for a string",
        nodePool("a", {
          requirements: [{ key: "x", operator: "Gt", values: [0 as unknown as string] }],
        }),
        /cannot be read: .*number.*string/,
      ],
      [
        "an unknown operator",
        nodePool("a", { requirements: [{ key: "x", operator: "Equals" as "In", values: ["1"] }] }),
        /has an unknown operator, got "Equals"/,
      ],
      [
        "a bound without a value",
        nodePool("a", { requirements: [{ key: "x", operator: "Gt", values: [] }] }),
        /needs exactly one value for Gt, got 0/,
      ],
      [
        "10,000 requirements",
        nodePool("a", { requirements: many }),
        /too many requirements, got 10000/,
      ],
      [
        "a label that the CRD refuses",
        nodePool("a", {
          requirements: [
            { key: "karpenter.k8s.aws/instance-type", operator: "In", values: ["g5.xlarge"] },
          ],
        }),
        /using label karpenter\.k8s\.aws\/instance-type is not allowed/,
      ],
      ["a limit that is no quantity", nodePool("a", { limits: { cpu: "many" } }), /cannot be read/],
      [
        "a taint twice",
        nodePool("a", { taints: [gpuTaint, gpuTaint] }),
        /duplicate taint Key\/Effect pair/,
      ],
    ];
    for (const [what, pool, problem] of faulty) {
      it(`reports ${what}, and uses the other pools`, () => {
        const good = nodePool("good", { requirements: [gpuNames("a10g")], taints: [gpuTaint] });
        const started = Date.now();
        const { answer, findings } = karpenter.place({
          nodePools: [pool, good],
          pods: [gpuPods("a", 1)],
          offerings: usWest2,
        });
        assert.match(findings[0]?.problem ?? "", problem);
        assert.match(findings[0]?.path ?? "", /^nodePools\[0\]/);
        assert.equal(answer?.nodeClaims[0]?.nodePool, "good");
        assert.ok(Date.now() - started < 10_000);
      });
    }

    it("reports pods, nodes and DaemonSets that are malformed", () => {
      const { findings } = karpenter.place({
        nodePools: [nodePool("good", {})],
        pods: [{ pod: 3 }, { pod: { spec: {} } }],
        daemonSets: ["x"],
        nodes: [
          {
            name: "a",
            nodePool: "none",
            instanceType: "m5.large",
            zone: "us-west-2a",
            capacityType: "spot",
          },
          { name: "b", instanceType: "m5.tiny", zone: "us-west-2a", capacityType: "spot" },
        ],
        offerings: usWest2,
      });
      assert.deepEqual(
        findings.map(({ path }) => path),
        ["pods[0]", "pods[1]", "daemonSets[0]", "nodes[0]", "nodes[1]"],
      );
    });

    it("still answers after each of them", () => {
      assert.equal(karpenter.version().karpenter, embeddedVersions.core);
    });
  });
});
