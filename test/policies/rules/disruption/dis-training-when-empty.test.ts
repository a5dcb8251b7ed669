import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { disTrainingWhenEmpty } from "../../../../policies/rules/disruption/dis-training-when-empty";
import { inferencePool, trainingPool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const policyPath = "spec.disruption.consolidationPolicy";
const afterPath = "spec.disruption.consolidateAfter";

describe("dis-training-when-empty", () => {
  it("says what the policy does to a job", async () => {
    const { messages } = await checkBy(
      disTrainingWhenEmpty,
      poolWith({ consolidationPolicy: "WhenEmptyOrUnderutilized" }),
    );
    assert.deepEqual(messages, [
      [
        "In training pools Karpenter consolidates only empty nodes, and waits before it does.",
        "spec.disruption.consolidationPolicy: a training pool consolidates busy nodes, got WhenEmptyOrUnderutilized; expected WhenEmpty",
        "Karpenter evicts the pods of a node that it takes for underutilized: a job with a small share of the GPUs loses everything since its last checkpoint.",
        "Fix: set spec.disruption.consolidationPolicy to WhenEmpty.",
        "More: docs/policies/dis-training-when-empty.md",
      ].join("\n"),
    ]);
  });

  it("says how soon an empty node goes and what a node costs", async () => {
    const { messages } = await checkBy(disTrainingWhenEmpty, poolWith({ consolidateAfter: "30s" }));
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.disruption.consolidateAfter: an empty node is removed before the next job can use it, got 30s; expected at least 5m, in hours, minutes and seconds",
      "The next job waits for a new node, and EC2 may have none. An idle p5.48xlarge costs $55.04 an hour on demand (us-east-1, 2026-07-20).",
      "Fix: set spec.disruption.consolidateAfter to how long an idle node may wait for the next job, 5m or more.",
    ]);
  });

  for (const [consolidateAfter, paths] of [
    ["5m", []],
    ["300s", []],
    ["1h30m", []],
    ["4m59s", [afterPath]],
    ["0s", [afterPath]],
    [null, [afterPath]],
    ["five minutes", [afterPath]],
    [300, [afterPath]],
    // Kept idle nodes are dis-training-no-voluntary's.
    ["Never", []],
  ] as const) {
    it(`${paths.length === 0 ? "accepts" : "refuses"} ${JSON.stringify(consolidateAfter)} where 5m is the least`, async () => {
      assert.deepEqual(await pathsBy(disTrainingWhenEmpty, poolWith({ consolidateAfter })), paths);
    });
  }

  for (const policy of [null, "WhenUnderutilized", "whenEmpty", 5]) {
    it(`refuses the policy ${JSON.stringify(policy)}`, async () => {
      const pool = poolWith({ consolidationPolicy: policy });
      assert.deepEqual(await pathsBy(disTrainingWhenEmpty, pool), [policyPath]);
    });
  }

  it("says what absence means", async () => {
    const { messages } = await checkBy(disTrainingWhenEmpty, {
      spec: { template: trainingPool().spec.template },
    });
    assert.deepEqual(
      messages.map((message) => /: (.*); expected/.exec(message)?.[1]),
      [
        "a training pool consolidates busy nodes, got nothing, which means WhenEmptyOrUnderutilized",
        "an empty node is removed before the next job can use it, got nothing",
      ],
    );
    assert.match(
      (await checkBy(disTrainingWhenEmpty, poolWith({ consolidateAfter: "1d" }))).messages[0] ?? "",
      /: no duration that Karpenter can read, got 1d; .*\nThe API server refuses the pool\.\n/,
    );
  });

  it("reports fields of another shape as such", async () => {
    const { messages } = await checkBy(
      disTrainingWhenEmpty,
      poolWith({ consolidationPolicy: 5, consolidateAfter: 300 }),
    );
    assert.deepEqual(
      messages.map((message) => message.split("\n")[1]),
      [
        `${policyPath}: unexpected shape, got the number 5; expected a text`,
        `${afterPath}: unexpected shape, got the number 300; expected a text`,
      ],
    );
  });

  it("takes the least time from its configuration", async () => {
    const paths = (consolidateAfter: string) =>
      pathsBy(disTrainingWhenEmpty, poolWith({ consolidateAfter }), undefined, {
        minConsolidateAfter: "15m",
      });
    assert.deepEqual(await paths("14m"), [afterPath]);
    assert.deepEqual(await paths("15m"), []);
  });

  it("checks neither other classes nor static pools", async () => {
    const inference = inferencePool();
    inference.spec.disruption.consolidateAfter = "0s";
    assert.deepEqual(await pathsBy(disTrainingWhenEmpty, inference), []);
    const fixed = poolWith({ consolidateAfter: "0s" });
    fixed.spec.replicas = 2;
    assert.deepEqual(await pathsBy(disTrainingWhenEmpty, fixed), []);
  });
});

function poolWith(disruption: object) {
  const pool = trainingPool();
  Object.assign(pool.spec.disruption, disruption);
  return pool;
}
