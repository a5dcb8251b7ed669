import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { platformSpec } from "../../../infra/resolved/platform-spec";
import { stackConfig } from "../../support/stack-values";

/** First EFA card of the class of a tier with this class of GPUs. */
function firstEfaCard(gpu: "h100" | "b300", efaInterfaces: number): number | undefined {
  const { nodeClasses } = platformSpec({
    ...stackConfig("production-us-east-1"),
    nodeClasses: { "gpu-training-b": { efaInterfaces } },
    tiers: { "gpu-training-protected": { efa: true, gpus: [gpu], nodeClass: "gpu-training-b" } },
  });
  assert.deepEqual(
    nodeClasses.map((nodeClass) => [nodeClass.name, nodeClass.efaInterfaces]),
    [["gpu-training-b", efaInterfaces]],
  );
  return nodeClasses[0]?.firstEfaCard;
}

describe("the first EFA card of a node class", () => {
  // https://github.com/aws/aws-parallelcluster/issues/7143
  it("is card 1 for p6-b300, whose card 0 takes no EFA", () => {
    assert.equal(firstEfaCard("b300", 16), 1);
  });

  it("is card 0 for other types", () => {
    assert.equal(firstEfaCard("h100", 1), undefined);
  });
});
