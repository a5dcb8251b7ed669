import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { readNodePool } from "../../../scheduling/node-pool/node-pool";
import { pathText } from "../../../scheduling/values/fault";
import { faultLines, faultTexts } from "../../support/fault-texts";
import { seedNodePool, seedNodePoolNames } from "../../support/seeds";

const nodeClassRef = { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu-optimized" };

function manifest(spec: unknown): unknown {
  return { apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name: "gpu" }, spec };
}

function template(node: Record<string, unknown>): unknown {
  return { template: { spec: { nodeClassRef, requirements: [], ...node } } };
}

const lines = (value: unknown) => faultLines(readNodePool(value).findings);

describe("a NodePool", () => {
  it("has the defaults of the CRD for absent fields", () => {
    assert.deepEqual(readNodePool(manifest(template({}))), {
      pool: {
        name: "gpu",
        labels: {},
        nodeAnnotations: {},
        annotations: {},
        requirements: [],
        taints: [],
        startupTaints: [],
        limits: {},
        weight: 0,
        consolidationPolicy: "WhenEmptyOrUnderutilized",
        consolidateAfter: "0s",
        budgets: [{ nodes: "10%" }],
        expireAfter: "720h",
        nodeClass: "gpu-optimized",
        nodeClassRef,
      },
      findings: [],
    });
  });

  it("is read with all its fields", () => {
    const { pool, findings } = readNodePool({
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "static", annotations: { owner: "ml" } },
      spec: {
        replicas: 2,
        limits: { nodes: 3 },
        disruption: {
          consolidationPolicy: "Balanced",
          consolidateAfter: "Never",
          budgets: [{ nodes: "0", schedule: "0 0 * * *", duration: "8h", reasons: ["Drifted"] }],
        },
        template: {
          metadata: { labels: { workload: "training" } },
          spec: {
            nodeClassRef,
            requirements: [
              {
                key: "karpenter.k8s.aws/instance-family",
                operator: "In",
                values: ["p5"],
                minValues: 1,
              },
            ],
            taints: [{ key: "workload", value: "training", effect: "NoSchedule" }],
            startupTaints: [{ key: "starting", effect: "NoExecute" }],
            expireAfter: "Never",
            terminationGracePeriod: "24h",
          },
        },
      },
    });
    assert.deepEqual(findings, []);
    assert.deepEqual(pool, {
      name: "static",
      labels: { workload: "training" },
      nodeAnnotations: {},
      annotations: { owner: "ml" },
      requirements: [
        { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["p5"], minValues: 1 },
      ],
      taints: [{ key: "workload", value: "training", effect: "NoSchedule" }],
      startupTaints: [{ key: "starting", effect: "NoExecute" }],
      limits: { nodes: 3 },
      weight: 0,
      replicas: 2,
      consolidationPolicy: "Balanced",
      consolidateAfter: "Never",
      budgets: [{ nodes: "0", schedule: "0 0 * * *", duration: "8h", reasons: ["Drifted"] }],
      expireAfter: "Never",
      terminationGracePeriod: "24h",
      nodeClass: "gpu-optimized",
      nodeClassRef,
    });
  });

  it("of the seeds has no fault, except for the label that the CRD refuses", () => {
    const findings = seedNodePoolNames.flatMap((name) => {
      const read = readNodePool(seedNodePool(name));
      assert.equal(read.pool?.name, name);
      return faultLines(read.findings).map((line) => `${name} ${line}`);
    });
    assert.deepEqual(findings, [
      'trainium-trn1 spec.template.spec.requirements[0].key: "karpenter.k8s.aws/instance-type" is refused by the NodePool CRD; use node.kubernetes.io/instance-type for instance types',
    ]);
  });
});

describe("a manifest that is no NodePool", () => {
  it("has a fault and no pool", () => {
    for (const [value, finding] of [
      [undefined, ": is missing"],
      [null, ": is missing"],
      ["pool", ': is no object, got "pool"'],
      [[1], ": is no object, got [1]"],
      [{ kind: "Deployment" }, 'kind: is no NodePool, got "Deployment"'],
    ] as const) {
      assert.deepEqual(lines(value), [finding]);
      assert.equal(readNodePool(value).pool, undefined);
    }
  });

  it("includes one without a spec, or without a template for nodes", () => {
    for (const [spec, path] of [
      [undefined, "spec"],
      [{}, "spec.template"],
      [{ template: {} }, "spec.template.spec"],
    ] as const) {
      assert.deepEqual(lines(manifest(spec)), [`${path}: is missing`]);
      assert.equal(readNodePool(manifest(spec)).pool, undefined);
    }
  });
});

describe("what cannot be read of a NodePool", () => {
  it("is left out, with a fault and its path", () => {
    const { pool, findings } = readNodePool(
      manifest({
        weight: "80",
        replicas: 1.5,
        limits: { cpu: "many", memory: -1, "nvidia.com/gpu": "8", "": 1, "__proto__ ": 1 },
        disruption: { consolidationPolicy: "Always", consolidateAfter: 300, budgets: { nodes: 1 } },
        ttlSecondsAfterEmpty: 30,
        template: {
          metadata: { labels: { team: 7, workload: "inference" } },
          spec: {
            nodeClassRef: { name: 3 },
            expireAfter: 720,
            terminationGracePeriod: "a day",
            requirements: [
              { key: "karpenter.k8s.aws/instance-family", operator: "Like", values: ["g5"] },
              { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: [0] },
              { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
            ],
            taints: [{ key: "nvidia.com/gpu", effect: "Never" }, null, { effect: "NoSchedule" }],
          },
        },
      }),
    );
    assert.deepEqual(findings.map(({ path }) => pathText(path)).sort(), [
      "spec.disruption.budgets",
      "spec.disruption.consolidateAfter",
      "spec.disruption.consolidationPolicy",
      "spec.limits.cpu",
      "spec.limits.memory",
      'spec.limits[""]',
      'spec.limits["__proto__ "]',
      "spec.replicas",
      "spec.template.metadata.labels.team",
      "spec.template.spec.expireAfter",
      "spec.template.spec.nodeClassRef.group",
      "spec.template.spec.nodeClassRef.kind",
      "spec.template.spec.nodeClassRef.name",
      "spec.template.spec.requirements[0].operator",
      "spec.template.spec.requirements[1].values",
      "spec.template.spec.requirements[1].values[0]",
      "spec.template.spec.taints[0].effect",
      "spec.template.spec.taints[1]",
      "spec.template.spec.taints[2].key",
      "spec.template.spec.terminationGracePeriod",
      "spec.ttlSecondsAfterEmpty",
      "spec.weight",
    ]);
    assert.deepEqual(pool, {
      name: "gpu",
      labels: { workload: "inference" },
      nodeAnnotations: {},
      annotations: {},
      requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }],
      taints: [],
      startupTaints: [],
      limits: { "nvidia.com/gpu": "8" },
      weight: 0,
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "0s",
      budgets: [{ nodes: "10%" }],
      expireAfter: "720h",
      nodeClass: "",
      nodeClassRef: { group: "", kind: "", name: "" },
    });
  });

  it("needs consolidateAfter in Karpenter 1.14, and gets 0s for it since 1.15", () => {
    const written = manifest({ ...(template({}) as object), disruption: {} });
    assert.deepEqual(faultLines(readNodePool(written, "1.14").findings), [
      "spec.disruption.consolidateAfter: is missing; add it: the CRD of Karpenter 1.14 requires it wherever disruption is written",
    ]);
    const { pool, findings } = readNodePool(written, "1.15");
    assert.deepEqual(findings, []);
    assert.equal(pool?.consolidateAfter, "0s");
  });

  it("has a text that says what was found, what is allowed and what to do", () => {
    assert.deepEqual(lines(manifest({ ...(template({}) as object), weight: 101 })), [
      "spec.weight: is out of range, got 101; expected a whole number from 1 to 100",
    ]);
    assert.deepEqual(lines(manifest({ ...(template({}) as object), limits: { cpu: "many" } })), [
      'spec.limits.cpu: is no quantity, got "many"; expected 0 or more, such as 8, "500m" or "2000Gi"',
    ]);
    assert.deepEqual(
      lines(manifest({ ...(template({}) as object), replicas: 1, weight: 5, limits: { cpu: 8 } })),
      [
        "spec.limits.cpu: is not for a static pool, got 8; expected nodes alone beside replicas",
        "spec.weight: is not for a static pool; remove it, or remove replicas",
      ],
    );
  });

  it("is described for each field in words that name what is allowed", () => {
    const said = (spec: object, node: object = {}, metadata: object = {}) =>
      lines(
        manifest({
          template: { metadata, spec: { nodeClassRef, requirements: [], ...node } },
          ...spec,
        }),
      );
    const disruption = { consolidateAfter: "1m", consolidationPolicy: "Always" };
    assert.deepEqual(said({ disruption }), [
      'spec.disruption.consolidationPolicy: is no policy, got "Always"; expected one of WhenEmpty, WhenEmptyOrUnderutilized, Balanced',
    ]);
    assert.deepEqual(said({ limits: { "a b": 1 } }), [
      'spec.limits["a b"]: is no name of a resource; expected cpu, memory, nvidia.com/gpu or the like',
    ]);
    assert.deepEqual(said({}, { nodeClassRef: { name: "gpu" } }), [
      "spec.template.spec.nodeClassRef.group: is missing; expected group, kind and name",
      "spec.template.spec.nodeClassRef.kind: is missing; expected group, kind and name",
    ]);
    assert.deepEqual(said({}, { requirements: undefined }), [
      "spec.template.spec.requirements: is missing; write [] to allow any instance type",
    ]);
    assert.deepEqual(said({}, { requirements: "any" }), [
      'spec.template.spec.requirements: is no list, got "any"',
    ]);
    assert.deepEqual(said({}, { taints: [{}, { key: "a", value: 5, effect: "NoExecute" }] }), [
      "spec.template.spec.taints[0].key: is missing; expected a label key",
      "spec.template.spec.taints[0].effect: is missing; expected NoSchedule, PreferNoSchedule, NoExecute",
      'spec.template.spec.taints[1].value: is no text, got 5; expected at most 63 letters, digits, "-", "_" and "."',
    ]);
    for (const team of ["-x", "x-", "x".repeat(64)]) {
      assert.deepEqual(said({}, {}, { labels: { team } }), [
        `spec.template.metadata.labels.team: is not of the form, got "${team}"; expected at most 63 letters, digits, "-", "_" and "."`,
      ]);
    }
    for (const time of ["x1h", "1hx", "h"]) {
      assert.deepEqual(said({}, { expireAfter: time, terminationGracePeriod: time }), [
        `spec.template.spec.terminationGracePeriod: is not of the form, got "${time}"; expected a duration such as "30m" or "1h30m"`,
        `spec.template.spec.expireAfter: is not of the form, got "${time}"; expected a duration such as "30m" or "720h", or "Never"`,
      ]);
    }
    assert.deepEqual(said({}, { terminationGracePeriod: "1h30m", expireAfter: "24h30m" }), []);
    assert.deepEqual(said({ disruption: { consolidateAfter: "5m", budgets: ["1"] } }), [
      'spec.disruption.budgets[0]: is no budget, got "1"; expected {nodes, ...}',
    ]);
    assert.deepEqual(said({ replicas: 2 ** 53 }), [
      "spec.replicas: is out of range, got 9007199254740992; expected a whole number from 0 to 9007199254740991",
    ]);
  });

  it("includes its name, its version and its annotations", () => {
    const named = (metadata: unknown, more: object = {}) =>
      readNodePool({ kind: "NodePool", metadata, spec: template({}), ...more });
    assert.deepEqual(faultTexts(named({}).findings), [
      { path: "metadata.name", problem: "is missing; name the pool" },
    ]);
    assert.equal(named({}).pool?.name, "unnamed");
    for (const name of ["-gpu", "gpu-", "GPU"]) {
      const { pool, findings } = named({ name });
      assert.equal(pool?.name, "unnamed");
      assert.deepEqual(faultTexts(findings), [
        {
          path: "metadata.name",
          problem: `is not of the form, got "${name}"; expected a name of lower-case letters, digits, hyphens and dots`,
        },
      ]);
    }
    assert.deepEqual(named({ name: "g" }).findings, []);
    assert.deepEqual(
      faultTexts(named({ name: "gpu" }, { apiVersion: "karpenter.sh/v1beta1" }).findings),
      [
        {
          path: "apiVersion",
          problem: `is not served by Karpenter, got "karpenter.sh/v1beta1"; expected karpenter.sh/v1`,
        },
      ],
    );
    assert.deepEqual(named({ name: "gpu", annotations: { a: "x", b: 1 } }).pool?.annotations, {
      a: "x",
    });
    assert.equal(
      readNodePool({ metadata: { name: "gpu" }, spec: template({}) }).pool?.name,
      "gpu",
      "a manifest without a kind is taken at its word",
    );
    assert.deepEqual(readNodePool({ kind: null, metadata: { name: "gpu" }, spec: 5 }).findings[0], {
      path: ["kind"],
      problem: "is no NodePool",
      got: "null",
    });
  });

  it("does not affect entries that can be read", () => {
    const requirements = [
      { key: "a", operator: "NotIn", values: ["x"] },
      { key: "b", operator: "Exists" },
      { key: "c", operator: "DoesNotExist", values: null },
      ...["Gt", "Lt", "Gte", "Lte"].map((operator) => ({ key: "d", operator, values: ["1"] })),
      { key: "e", operator: "In", values: ["x"], minValues: 0 },
      { key: "f", operator: "In", values: ["x", "y"], minValues: 1 },
    ];
    const unreadable = [
      null,
      "team",
      [],
      { operator: "Exists" },
      { key: "", operator: "Exists" },
      { key: 5, operator: "Exists" },
      { key: "a", operator: 5 },
      { key: "a", operator: "Like", values: ["x"] },
      { key: "a", operator: "In", values: ["x", 1] },
      { key: "a", operator: "NotIn", values: "x" },
      ...["Gt", "Lt", "Gte", "Lte"].flatMap((operator) =>
        [undefined, [], ["x"], ["1", "2"]].map((values) => ({ key: "a", operator, values })),
      ),
    ];
    const taints = [
      { key: "soft", effect: "PreferNoSchedule" },
      { key: "faulty", effect: "NoSchedule", value: "-" },
      { key: "none", effect: "NoExecute", value: null },
      { key: "empty", effect: "NoExecute", value: "" },
    ];
    const { pool } = readNodePool(
      manifest({
        ...(template({ requirements: [...requirements, ...unreadable], taints }) as object),
        limits: { cpu: 0, memory: null, nodes: true, "nvidia.com/gpu": "x" },
      }),
    );
    assert.deepEqual(pool?.requirements, [
      { key: "a", operator: "NotIn", values: ["x"] },
      { key: "b", operator: "Exists" },
      { key: "c", operator: "DoesNotExist" },
      { key: "d", operator: "Gt", values: ["1"] },
      { key: "d", operator: "Lt", values: ["1"] },
      { key: "d", operator: "Gte", values: ["1"] },
      { key: "d", operator: "Lte", values: ["1"] },
      { key: "e", operator: "In", values: ["x"] },
      { key: "f", operator: "In", values: ["x", "y"], minValues: 1 },
    ]);
    assert.deepEqual(pool.taints, [
      { key: "soft", effect: "PreferNoSchedule" },
      { key: "none", effect: "NoExecute" },
      { key: "empty", effect: "NoExecute", value: "" },
    ]);
    assert.deepEqual(pool.limits, { cpu: 0 });
  });

  it("does not affect budgets whose fields are texts; without nodes they have the default of the CRD", () => {
    const budgets = [
      { schedule: "0 0 * * *", duration: "1h" },
      { nodes: 1 },
      { nodes: "1", schedule: 5, duration: "1h" },
      { nodes: "1", schedule: "0 0 * * *", duration: 60 },
      { nodes: "1", reasons: "Empty" },
      { nodes: "1", reasons: ["Empty", 5] },
      { nodes: "2", reasons: null, schedule: null, duration: null },
      "1",
      null,
      ["1"],
    ];
    const { pool } = readNodePool(
      manifest({
        ...(template({}) as object),
        disruption: { consolidateAfter: "5m", budgets },
      }),
    );
    assert.deepEqual(pool?.budgets, [
      { nodes: "10%", schedule: "0 0 * * *", duration: "1h" },
      { nodes: "2" },
    ]);
  });

  it("includes a key that would set a prototype", () => {
    const { pool, findings } = readNodePool(
      JSON.parse(`{"kind": "NodePool", "metadata": {"name": "gpu"}, "spec": {
        "limits": {"__proto__": {"cpu": 1}, "cpu": 8},
        "template": {
          "metadata": {"labels": {"__proto__": "x"}},
          "spec": {"requirements": [{"__proto__": {"key": "a", "operator": "Exists"}}],
                   "nodeClassRef": {"group": "g", "kind": "k", "name": "n"}}}}}`),
    );
    assert.deepEqual(
      findings.map(({ path }) => pathText(path)),
      [
        "spec.template.metadata.labels.__proto__",
        "spec.template.spec.requirements[0].key",
        "spec.template.spec.requirements[0].operator",
        "spec.template.spec.requirements[0].__proto__",
        "spec.limits.__proto__",
      ],
    );
    assert.deepEqual(pool?.requirements, []);
    assert.deepEqual(pool?.limits, { cpu: 8 });
    assert.equal(Object.getPrototypeOf(pool?.limits), Object.prototype);
    assert.equal(Object.getPrototypeOf(pool?.labels), Object.prototype);
  });

  it("may be a budget, which is kept because it stops every disruption", () => {
    const budget = { nodes: "1", schedule: "TZ=Asia/Tokyo 0 2 * * *", duration: "1h" };
    const { pool, findings } = readNodePool(
      manifest({
        ...(template({}) as object),
        disruption: { consolidateAfter: "5m", budgets: [budget] },
      }),
    );
    assert.deepEqual(
      findings.map(({ path }) => pathText(path)),
      ["spec.disruption.budgets[0].schedule"],
    );
    assert.deepEqual(pool?.budgets, [budget]);
  });

  it("is found quickly in ten thousand requirements, good or bad", () => {
    const good = Array.from({ length: 10_000 }, (_, index) => ({
      key: `team.example/${index}`,
      operator: "In",
      values: ["a"],
    }));
    const bad = good.map(({ key }) => ({ key, operator: "Like", values: [1] }));
    const start = performance.now();
    const readGood = readNodePool(manifest(template({ requirements: good })));
    const readBad = readNodePool(manifest(template({ requirements: bad })));
    assert.ok(performance.now() - start < 5000);
    assert.equal(readGood.pool?.requirements.length, 10_000);
    assert.deepEqual(faultTexts(readGood.findings), [
      {
        path: "spec.template.spec.requirements",
        problem: "has too many entries, got 10000; expected at most 100",
      },
    ]);
    assert.equal(readBad.pool?.requirements.length, 0);
    assert.equal(readBad.findings.length, 20_001);
  });

  it("is found in any value without an exception", () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true });
    const almost = fc.record(
      {
        kind: fc.constant("NodePool"),
        metadata: fc.oneof(anything, fc.record({ name: anything, annotations: anything })),
        spec: fc.record(
          {
            limits: fc.oneof(anything, fc.dictionary(fc.string(), anything)),
            weight: anything,
            replicas: anything,
            disruption: fc.record(
              { consolidateAfter: anything, consolidationPolicy: anything, budgets: anything },
              { requiredKeys: [] },
            ),
            template: fc.record({
              metadata: fc.oneof(anything, fc.record({ labels: anything })),
              spec: fc.record(
                {
                  requirements: fc.oneof(
                    anything,
                    fc.array(fc.record({ key: anything, operator: anything, values: anything })),
                  ),
                  taints: fc.oneof(anything, fc.array(anything)),
                  startupTaints: anything,
                  nodeClassRef: anything,
                  expireAfter: anything,
                },
                { requiredKeys: [] },
              ),
            }),
          },
          { requiredKeys: ["template"] },
        ),
      },
      { requiredKeys: ["kind", "spec"] },
    );
    fc.assert(
      fc.property(fc.oneof(anything, almost), (value) => {
        const { pool, findings } = readNodePool(value);
        assert.ok(pool !== undefined || findings.length > 0);
        if (pool !== undefined) JSON.stringify(pool);
      }),
      { numRuns: 1000 },
    );
  });
});
