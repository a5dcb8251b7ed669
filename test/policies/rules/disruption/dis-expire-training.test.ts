import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { disExpireTraining } from "../../../../policies/rules/disruption/dis-expire-training";
import { inferencePool, trainingPool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const path = "spec.template.spec.expireAfter";

describe("dis-expire-training", () => {
  it("says what absence means and what happens at that age without a grace period", async () => {
    const { messages } = await checkBy(disExpireTraining, poolWith({}));
    assert.deepEqual(messages, [
      [
        "Nodes of training pools do not expire while a job runs on them.",
        "spec.template.spec.expireAfter: nodes expire while jobs run on them, got nothing, which means 720h; expected Never, or at least 2160h",
        "At that age the node is drained, budgets or not: ordinary pods are evicted, and where pods must not be disrupted the node takes no new ones and is billed until they end.",
        "Fix: set spec.template.spec.expireAfter to Never; drift inside the maintenance window still replaces old nodes.",
        "More: docs/policies/dis-expire-training.md",
      ].join("\n"),
    ]);
  });

  it("says what a grace period does", async () => {
    const { messages } = await checkBy(
      disExpireTraining,
      poolWith({ expireAfter: "24h", terminationGracePeriod: "1h" }),
    );
    assert.equal(
      messages[0]?.split("\n")[2],
      "At that age the node is drained, whatever the budgets allow. When its terminationGracePeriod ends, every pod is deleted, even with do-not-disrupt.",
    );
  });

  for (const [expireAfter, paths] of [
    ["Never", []],
    ["2160h", []],
    ["129600m", []],
    ["2159h59m59s", [path]],
    ["0s", [path]],
    ["never", [path]],
    ["90d", [path]],
    [2160, [path]],
    [null, [path]],
  ] as const) {
    it(`${paths.length === 0 ? "accepts" : "refuses"} ${JSON.stringify(expireAfter)} where the longest job runs 2160h`, async () => {
      assert.deepEqual(await pathsBy(disExpireTraining, poolWith({ expireAfter })), paths);
    });
  }

  it("says that the API server refuses what is no duration", async () => {
    const { messages } = await checkBy(disExpireTraining, poolWith({ expireAfter: "90d" }));
    assert.deepEqual(messages[0]?.split("\n").slice(1, 3), [
      "spec.template.spec.expireAfter: no duration that Karpenter can read, got 90d; expected Never, or at least 2160h",
      "The API server refuses the pool.",
    ]);
  });

  it("reports an age that is no text by its shape", async () => {
    const { messages } = await checkBy(disExpireTraining, poolWith({ expireAfter: 2160 }));
    assert.equal(
      messages[0]?.split("\n")[1],
      `${path}: unexpected shape, got the number 2160; expected a text`,
    );
  });

  it("accepts exactly the ages that are not below the longest job of its configuration", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), async (job, age) => {
        const found = await pathsBy(
          disExpireTraining,
          poolWith({ expireAfter: `${age}h` }),
          undefined,
          {
            longestJob: `${job}h`,
          },
        );
        assert.deepEqual(found, age >= job ? [] : [path]);
      }),
      { numRuns: 50 },
    );
  });

  it("checks static training pools, and no pool of another class", async () => {
    const fixed = poolWith({ expireAfter: "24h" });
    fixed.spec.replicas = 2;
    assert.deepEqual(await pathsBy(disExpireTraining, fixed), [path]);
    assert.deepEqual(await pathsBy(disExpireTraining, inferencePool()), []);
  });
});

function poolWith(changes: object) {
  const pool = trainingPool();
  delete pool.spec.template.spec.expireAfter;
  Object.assign(pool.spec.template.spec, changes);
  return pool;
}
