import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { policyFixtures } from "../../../dev/generate/policy-fixtures";
import type { FixtureResource } from "../../../dev/generate/policy-fixtures";
import { inferencePool, trainingPool } from "../../fixtures/resources/node-pool";
import { checkProgram, nodePoolPatchToken, nodePoolToken } from "../check-program";

const pool = (properties: object, type = nodePoolToken): FixtureResource => ({
  type,
  name: "pool",
  properties: { ...properties },
});

const found = async (...resources: FixtureResource[]): Promise<readonly string[]> => {
  const { verdicts, crashes } = await checkProgram(resources);
  assert.deepEqual(crashes, []);
  return [...new Set(verdicts.map(({ rule, path }) => `${rule} ${path}`))].sort();
};

/** A NodePool that breaks several rules. */
const broken = {
  ...inferencePool(),
  spec: { template: { spec: { requirements: inferencePool().spec.template.spec.requirements } } },
};

describe("objects by apiVersion and kind", () => {
  for (const type of [
    "kubernetes:karpenter.sh/v1:GpuPool",
    "kubernetes:example.org/v1:Anything",
    "kubernetes:core/v1:ConfigMap",
  ]) {
    it(`judges a NodePool that is registered as ${type}`, async () => {
      assert.deepEqual(await found(pool(broken, type)), await found(pool(broken)));
      assert.notDeepEqual(await found(pool(broken)), []);
    });
  }

  it("reports an object whose kind is not known at preview, whatever its token", async () => {
    const unknown = { ...broken, kind: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    assert.deepEqual(await found(pool(unknown, "kubernetes:core/v1:ConfigMap")), [
      "cov-known-kinds kind",
    ]);
  });
});

describe("a patch", () => {
  it("of an object that the program does not have is judged as a whole object", async () => {
    for (const { file, resources } of policyFixtures()) {
      const patched = resources.filter(({ type }) =>
        /karpenter.*:(NodePool|EC2NodeClass)$/.test(type),
      );
      if (resources.length !== 1 || patched.length !== 1) continue;
      const patches = patched.map((one) => ({ ...one, type: `${one.type}Patch` }));
      assert.deepEqual(await found(...patches), await found(...patched), file);
    }
  });

  it("that says little creates a pool without taint, limit and budget, and the message says so", async () => {
    const { messages } = await checkProgram([pool(broken, nodePoolPatchToken)]);
    assert.match(messages[0] ?? "", /a patch creates what the cluster does not have/);
  });

  it("is joined with the pool of the program, in which nothing is wrong", async () => {
    const patch = { metadata: { name: "h100-jobs" }, spec: { limits: { cpu: 4000 } } };
    assert.deepEqual(await found(pool(trainingPool()), pool(patch, nodePoolPatchToken)), []);
  });

  it("is judged by what it makes of the pool of the program", async () => {
    const spec = { template: { spec: { taints: [], expireAfter: "1h" } } };
    const patch = { metadata: { name: "h100-jobs" }, spec };
    assert.deepEqual(await found(pool(trainingPool()), pool(patch, nodePoolPatchToken)), [
      "acc-gpu-taint spec.template.spec.taints",
      "cap-training-not-default spec.template.spec.taints",
      "dis-expire-training spec.template.spec.expireAfter",
    ]);
  });

  it("of a pool with the same name in another cluster is not joined with it", async () => {
    const provider = (name: string): FixtureResource => ({
      type: "pulumi:providers:kubernetes",
      name,
      properties: {},
    });
    const patch = { metadata: { name: "h100-jobs" }, spec: { limits: { cpu: 4000 } } };
    const rules = await found(
      provider("here"),
      provider("there"),
      {
        ...pool(trainingPool()),
        provider: "here",
      },
      { ...pool(patch, nodePoolPatchToken), provider: "there" },
    );
    assert.ok(rules.includes("acc-gpu-taint spec.template.spec.taints"), rules.join("\n"));
  });
});

describe("objects that other resources carry", () => {
  const yaml = JSON.stringify(broken);
  const carriers: readonly (readonly [string, string, object, string])[] = [
    [
      "the values of a release",
      "kubernetes:helm.sh/v3:Release",
      { values: { extra: [broken] } },
      "values.extra[0].",
    ],
    ["a ConfigGroup's objects", "kubernetes:yaml/v2:ConfigGroup", { objs: [broken] }, "objs[0]."],
    [
      "a ConfigGroup's text",
      "kubernetes:yaml:ConfigGroup",
      { yaml: ["kind: Namespace", yaml] },
      "yaml[1].",
    ],
    [
      "a chart's values as text",
      "kubernetes:helm.sh/v4:Chart",
      { values: { raw: `pools: [${yaml}]` } },
      "values.raw.pools[0].",
    ],
    [
      "a text inside a text",
      "kubernetes:core/v1:ConfigMap",
      {
        data: { a: JSON.stringify({ b: yaml }) },
      },
      "data.a.b.",
    ],
    [
      "a resource of any provider",
      "kubectl:index/manifest:Manifest",
      { yamlBody: yaml },
      "yamlBody.",
    ],
    ["a list", "kubernetes:core/v1:List", { items: [broken] }, "items[0]."],
  ];
  for (const [what, type, properties, at] of carriers) {
    it(`are judged in ${what}, with their place`, async () => {
      const carried = (
        await found({ type, name: "carrier", properties: { ...properties } })
      ).filter((line) => !line.startsWith("cov-carriers"));
      const alone = await found(pool(broken));
      assert.deepEqual(
        carried,
        alone.map((line) => line.replace(" ", ` ${at}`)),
      );
    });
  }

  it("are judged where a value beside them is not known at preview", async () => {
    const values = { extra: [broken], url: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    const lines = await found({
      type: "kubernetes:helm.sh/v3:Release",
      name: "carrier",
      properties: { values },
    });
    assert.ok(lines.includes("acc-gpu-taint values.extra[0].spec.template.spec.taints"));
  });
});
