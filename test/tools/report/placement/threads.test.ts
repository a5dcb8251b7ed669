import assert from "node:assert/strict";
import path from "node:path";

import { afterEach, describe, it } from "mocha";

import type {
  PlacementContext,
  Workload,
} from "../../../../scheduling/answers/placement/placement";
import { loadKarpenter } from "../../../../scheduling/karpenter/karpenter";
import { askHere } from "../../../../tools/report/placement/ask";
import {
  startPlacementThreads,
  type PlacementThreads,
} from "../../../../tools/report/placement/threads";
import { gpuGuidePoolNames, seedNodePool } from "../../../support/seeds";
import { withTemporaryFolder } from "../../../support/temporary-folder";

const root = path.resolve(__dirname, "../../../..");

const context: PlacementContext = {
  place: { region: "us-east-1", zones: [{ name: "us-east-1a" }, { name: "us-east-1b" }] },
  nodePools: gpuGuidePoolNames.map(seedNodePool),
};

describe("threads that ask Karpenter", function () {
  this.timeout(60_000);
  let threads: PlacementThreads | undefined;
  afterEach(() => threads?.stop());

  for (const count of [1, 2]) {
    it(`give what one Karpenter gives, in the order of the question: ${count}`, async () => {
      threads = startPlacementThreads(root, count);
      const workloads = ["gpu-training", "nowhere", "gpu-inference"].map(selecting);
      const answer = await threads.ask(context, workloads);
      assert.deepEqual(answer, await askHere(loadKarpenter())(context, workloads));
      assert.deepEqual(
        answer.workloads.map(({ workload, steps }) => [workload, steps.length > 0]),
        [
          ["gpu-training", true],
          ["nowhere", false],
          ["gpu-inference", true],
        ],
      );
    });
  }

  it("give zones and assumptions where there is no workload", async () => {
    threads = startPlacementThreads(root, 2);
    const answer = await threads.ask(context, []);
    assert.deepEqual(answer, await askHere(loadKarpenter())(context, []));
    assert.equal(answer.zones.length, 2);
  });

  it("fail the question where they cannot start, and every question after it", () =>
    withTemporaryFolder(async (folder) => {
      const broken = startPlacementThreads(folder, 2);
      await assert.rejects(broken.ask(context, [selecting("gpu-inference")]), /boot\.js/);
      await assert.rejects(broken.ask(context, [selecting("gpu-inference")]), /boot\.js/);
      await broken.stop();
    }));

  it("fail the question that they are stopped in", async () => {
    const stopped = startPlacementThreads(root, 1);
    const asked = stopped.ask(context, [selecting("gpu-inference")]);
    await stopped.stop();
    await assert.rejects(asked, /a thread of Karpenter's ended with \d/);
  });
});

function selecting(nodeType: string): Workload {
  return {
    name: nodeType,
    pod: {
      spec: {
        nodeSelector: { "node-type": nodeType },
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": 1 } } }],
      },
    },
  };
}
