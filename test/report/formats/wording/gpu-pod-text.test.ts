import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { gpuHeading, gpuPodText } from "../../../../report/formats/wording/gpu-pod-text";
import type { Landing } from "../../../../report/answers/placement/landing";

const landing = (changes: Partial<Landing>): Landing => ({
  pool: "gpu",
  capacityType: "on-demand",
  families: ["g5"],
  instanceTypes: ["g5.12xlarge", "g5.24xlarge", "g5.48xlarge"],
  zones: [],
  nodes: 1,
  pods: 1,
  onDemandPrice: {
    usdPerHour: 5.672,
    region: "us-east-1",
    date: "2026-07-20",
    source: "a table",
    isReference: false,
  },
  ...changes,
});

describe("what a pod gets, in words", () => {
  it("is the cheapest type on demand, with the price of the node", () => {
    assert.equal(gpuPodText({ gpus: 4, landing: landing({}) }), "g5.12xlarge, $5.67");
  });

  it("is any of the types on Spot, where EC2 chooses by capacity too", () => {
    const spot = landing({ capacityType: "spot" });
    assert.equal(
      gpuPodText({ gpus: 4, landing: spot }),
      "g5.12xlarge or 2 more on Spot; on demand $5.67",
    );
    const only = { ...spot, instanceTypes: ["g5.48xlarge"] };
    assert.equal(gpuPodText({ gpus: 8, landing: only }), "g5.48xlarge on Spot; on demand $5.67");
  });

  it("says where a type has no price, and where a pool launches nothing", () => {
    const { onDemandPrice, ...unpriced } = landing({});
    assert.ok(onDemandPrice !== undefined);
    assert.equal(gpuPodText({ gpus: 4, landing: unpriced }), "g5.12xlarge, no price");
    assert.equal(gpuPodText({ gpus: 8 }), "nothing");
  });

  it("has a heading for each number of GPUs", () => {
    assert.deepEqual(
      [1, 4, 8].map((gpus) => gpuHeading({ gpus })),
      ["1 GPU", "4 GPUs", "8 GPUs"],
    );
  });
});
