import assert from "node:assert/strict";
import path from "node:path";

import { afterEach, describe, it } from "mocha";

import type { PlacementContext } from "../../../report/answers/placement/placement-inputs";
import type { Workload } from "../../../report/subject/workload";
import { loadKarpenter } from "../../../scheduling/karpenter/karpenter";
import { askInThisThread } from "../../../report/placement-thread/ask-placements";
import {
  startKarpenterThread,
  type KarpenterThread,
} from "../../../report/placement-thread/karpenter-thread";
import { gpuGuidePoolNames, seedNodePool } from "../../support/seeds";
import { withTemporaryFolder } from "../../support/temporary-folder";

const root = path.resolve(__dirname, "../../..");

const context: PlacementContext = {
  place: { region: "us-east-1", zones: [{ name: "us-east-1a" }, { name: "us-east-1b" }] },
  nodePools: gpuGuidePoolNames.map(seedNodePool),
};

describe("the thread that asks Karpenter", function () {
  this.timeout(60_000);
  let thread: KarpenterThread | undefined;
  afterEach(() => thread?.stop());

  it("gives the same answers as Karpenter in the main thread", async () => {
    thread = startKarpenterThread(root);
    const here = askInThisThread(loadKarpenter());
    const workloads = ["gpu-training", "nowhere", "gpu-inference"].map(selecting);
    const answer = await thread.ask(context, workloads);
    assert.deepEqual(answer, await here(context, workloads));
    assert.deepEqual(
      answer.workloads.map(({ workload, steps }) => [workload, steps.length > 0]),
      [
        ["gpu-training", true],
        ["nowhere", false],
        ["gpu-inference", true],
      ],
    );
    assert.deepEqual(await thread.ask(context, []), await here(context, []));
  });

  it("answers questions one after the other, even if they are asked at the same time", async () => {
    thread = startKarpenterThread(root);
    const names = ["gpu-training", "nowhere", "gpu-inference"];
    const { ask } = thread;
    const answers = await Promise.all(names.map((name) => ask(context, [selecting(name)])));
    assert.deepEqual(
      answers.map(({ workloads }) => workloads.map(({ workload }) => workload)),
      names.map((name) => [name]),
    );
  });

  it("fails the question if the thread fails during it", async () => {
    thread = startKarpenterThread(root);
    const faulty = { ...context, place: undefined } as unknown as PlacementContext;
    await assert.rejects(thread.ask(faulty, [selecting("gpu-inference")]), TypeError);
  });

  it("fails every question if it cannot start", () =>
    withTemporaryFolder(async (folder) => {
      const broken = startKarpenterThread(folder);
      await assert.rejects(broken.ask(context, [selecting("gpu-inference")]), /boot\.js/);
      await assert.rejects(broken.ask(context, [selecting("gpu-inference")]), /boot\.js/);
      await broken.stop();
    }));

  it("fails the question if it is stopped during it", async () => {
    const stopped = startKarpenterThread(root);
    const asked = stopped.ask(context, [selecting("gpu-inference")]);
    await stopped.stop();
    await assert.rejects(asked, /the thread of Karpenter's ended with \d/);
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
