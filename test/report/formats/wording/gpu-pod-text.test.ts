import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  gpuPodText,
  gpuPoolCells,
  gpuPoolHeadings,
  replicasText,
} from "../../../../report/formats/wording/gpu-pod-text";
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

const g5 = [1, 4, 8];

describe("what a pod gets, in words", () => {
  it("is the cheapest type on demand, with the price of the node", () => {
    assert.equal(gpuPodText({ gpus: 4, landing: landing({}) }, g5), "g5.12xlarge, $5.67");
  });

  it("is any of the types on Spot, where EC2 chooses by capacity too", () => {
    const spot = landing({ capacityType: "spot" });
    assert.equal(
      gpuPodText({ gpus: 4, landing: spot }, g5),
      "g5.12xlarge or 2 more on Spot; on demand $5.67",
    );
    const only = { ...spot, instanceTypes: ["g5.48xlarge"] };
    assert.equal(
      gpuPodText({ gpus: 8, landing: only }, g5),
      "g5.48xlarge on Spot; on demand $5.67",
    );
  });

  it("says where a type has no price, and where a pool launches nothing", () => {
    const { onDemandPrice, ...unpriced } = landing({});
    assert.ok(onDemandPrice !== undefined);
    assert.equal(gpuPodText({ gpus: 4, landing: unpriced }, g5), "g5.12xlarge, no price");
    assert.equal(gpuPodText({ gpus: 8 }, g5), "nothing");
  });

  it("says that H100 has no size with four GPUs, so that a pod of four pays for eight", () => {
    const h100 = landing({ instanceTypes: ["p5.48xlarge"] });
    assert.equal(
      gpuPodText({ gpus: 4, landing: h100 }, [1, 8]),
      "p5.48xlarge (8 GPUs: no size has 4), $5.67",
    );
    assert.equal(gpuPodText({ gpus: 8, landing: h100 }, [1, 8]), "p5.48xlarge, $5.67");
  });

  it("says why a tier with one GPU a node launches nothing for a pod of four", () => {
    assert.equal(gpuPodText({ gpus: 4 }, [1]), "nothing: the largest node has 1 GPU");
  });

  it("says where a pod of one GPU gets a larger node, although a smaller one exists", () => {
    assert.equal(gpuPodText({ gpus: 1, landing: landing({}) }, g5), "g5.12xlarge (4 GPUs), $5.67");
  });
});

describe("what replicas get together, in words", () => {
  const spot = { instanceType: "g5.xlarge", capacityType: "spot", count: 5 } as const;

  it("is the nodes and their price together", () => {
    const nodes = [{ ...spot, capacityType: "on-demand", count: 8 } as const];
    assert.equal(
      replicasText({ asked: 8, placed: 8, nodes, usdPerHour: 8.048 }),
      "8 × g5.xlarge, $8.05",
    );
  });

  it("says how many get a node, and that a price is not the one of Spot", () => {
    assert.equal(
      replicasText({ asked: 8, placed: 5, nodes: [spot], usdPerHour: 5.03 }),
      "5 of 8 pods: 5 × g5.xlarge on Spot, $5.03 on demand",
    );
    assert.equal(
      replicasText({ asked: 8, placed: 8, nodes: [spot, { ...spot, count: 3 }] }),
      "5 × g5.xlarge on Spot and 3 × g5.xlarge on Spot, no price on demand",
    );
    assert.equal(replicasText({ asked: 8, placed: 0, nodes: [] }), "nothing");
  });

  it("follows what one pod gets, in the cells of a pool", () => {
    const replicas = { asked: 8, placed: 0, nodes: [] };
    const pool = { pool: "p", resource: "nvidia.com/gpu", sizes: [1], replicas };
    const pods = [{ gpus: 1 }, { gpus: 4 }, { gpus: 8 }];
    assert.deepEqual(gpuPoolHeadings({ ...pool, pods }), [
      "1 GPU",
      "4 GPUs",
      "8 GPUs",
      "8 pods of 1 GPU",
    ]);
    assert.deepEqual(gpuPoolCells({ ...pool, pods }), [
      "nothing",
      "nothing: the largest node has 1 GPU",
      "nothing: the largest node has 1 GPU",
      "nothing",
    ]);
  });
});
