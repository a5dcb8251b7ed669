import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";
import { describe, it } from "mocha";

import { nodePool } from "../../../../components/node-pools/node-pool.builder";
import { checkedConfig } from "../../../../infra/checks/checked-config";
import { platformSpec } from "../../../../infra/resolved/platform-spec";
import { disTrainingGrace } from "../../../../policies/rules/disruption/dis-training-grace";
import { trainingPool } from "../../../fixtures/resources/node-pool";
import { stackValues } from "../../../support/stack-values";
import { checkBy, checkProgram, nodePoolToken, pathsBy } from "../../check-program";

const gracePath = "spec.template.spec.terminationGracePeriod";
const poolWith = (terminationGracePeriod: unknown) => {
  const pool = trainingPool();
  Object.assign(pool.spec.template.spec, { terminationGracePeriod });
  return pool;
};

describe("dis-training-grace", () => {
  for (const [text, expected] of [
    ["1s", [gracePath]],
    ["59m", [gracePath]],
    ["60m", []],
    ["1d", [gracePath]],
  ] as const) {
    it(`checks ${text}`, async () => {
      assert.deepEqual(await pathsBy(disTrainingGrace, poolWith(text)), expected);
    });
  }

  it("reports a period that is not known at preview, or whose changes are ignored", async () => {
    const unknown = poolWith("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    assert.deepEqual(await pathsBy(disTrainingGrace, unknown), [gracePath]);
    const ignored = {
      type: nodePoolToken,
      name: "pool",
      properties: { ...trainingPool() },
      ignoreChanges: [gracePath],
    };
    const { verdicts } = await checkProgram([ignored], { rules: [disTrainingGrace] });
    assert.deepEqual(
      verdicts.map(({ path }) => path),
      [gracePath],
    );
  });
});

const annotationKey = "accelerator-platform.io/capacity-blocks";
const blockPool = (grace: string, block: unknown, capacityTypes: readonly string[]) => {
  const pool = poolWith(grace);
  pool.metadata.annotations[annotationKey] = block;
  for (const requirement of pool.spec.template.spec.requirements) {
    if (requirement.key === "karpenter.sh/capacity-type") requirement.values = [...capacityTypes];
  }
  return pool;
};

describe("dis-training-grace on a pool for capacity blocks", () => {
  for (const [grace, block, capacityTypes, expected] of [
    ["10m", "true", ["reserved"], []],
    ["1m", "true", ["reserved", "on-demand"], []],
    ["59s", "true", ["reserved"], [gracePath]],
    ["10m", "false", ["reserved"], [gracePath]],
    ["10m", true, ["reserved"], [gracePath]],
    ["10m", "true", ["on-demand"], [gracePath]],
  ] as const) {
    it(`checks ${grace} with the annotation ${JSON.stringify(block)} and ${capacityTypes.join(" and ")}`, async () => {
      const pool = blockPool(grace, block, capacityTypes);
      assert.deepEqual(await pathsBy(disTrainingGrace, pool), expected);
    });
  }

  it("accepts no annotation whose changes are ignored", async () => {
    const ignored = {
      type: nodePoolToken,
      name: "pool",
      properties: { ...blockPool("10m", "true", ["reserved"]) },
      ignoreChanges: [`metadata.annotations["${annotationKey}"]`],
    };
    const { verdicts } = await checkProgram([ignored], { rules: [disTrainingGrace] });
    assert.equal(verdicts.length, 1);
  });
});

/** The stack settings of the page, one for each block of YAML that has a capacity block. */
const page = readFileSync(path.resolve(__dirname, "../../../../docs/training-capacity.md"), "utf8");
const documented = [...page.matchAll(/```yaml\n([^]*?)```/g)]
  .map(([, yaml = ""]) => yaml)
  .filter((yaml) => yaml.includes("capacityBlock: true"));

describe("the documented setup of capacity blocks", () => {
  it("exists twice on the page", () => {
    assert.equal(documented.length, 2);
  });

  for (const [index, yaml] of documented.entries()) {
    it(`${index + 1} passes the pack with the configuration of production`, async () => {
      const stack = "production-us-east-1";
      const values = { ...stackValues(stack), ...(parse(yaml) as object) };
      const { config, faults } = checkedConfig(stack, values);
      assert.deepEqual(faults ?? [], []);
      assert.ok(config);
      const tiers = platformSpec(config).tiers;
      const graces: unknown[] = [];
      for (const tier of tiers) {
        const pool = { apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(tier) };
        graces.push(pool.spec.template.spec.terminationGracePeriod);
        const { messages } = await checkBy(disTrainingGrace, pool, nodePoolToken, {
          minTerminationGracePeriod: "1h",
        });
        assert.deepEqual(messages, []);
      }
      assert.ok(graces.includes("10m"));
    });
  }
});
