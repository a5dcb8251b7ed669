import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { componentCounts } from "../../../sandbox/summary/component-counts";
import { component, nodePool, resource } from "../../support/state-resources";

describe("resources by component", () => {
  it("belong to the outermost component of this project; providers and components do not count", () => {
    const stack = component("pulumi:pulumi:Stack", "dev");
    const cluster = component("accelerator-platform:cluster:EksCluster", "cluster", stack);
    const inner = component("accelerator-platform:cluster:Addons", "addons", cluster);
    const remote = component("eks:index:Cluster", "eks", inner);
    const first = component("accelerator-platform:node-pools:NodePoolTier", "a", stack);
    const second = component("accelerator-platform:node-pools:NodePoolTier", "b", stack);
    const state = [
      stack,
      resource("pulumi:providers:aws", "aws", stack),
      cluster,
      inner,
      remote,
      resource("aws:eks/cluster:Cluster", "cluster", remote),
      resource("aws:kms/key:Key", "key", cluster),
      first,
      second,
      nodePool("a", { parent: first }),
      nodePool("b", { parent: second }),
      resource("aws:s3/bucket:Bucket", "bucket", stack),
    ];
    assert.deepEqual(componentCounts(state), [
      { component: "EksCluster", instances: 1, resources: 2 },
      { component: "NodePoolTier", instances: 2, resources: 2 },
      { component: "outside of components", instances: 0, resources: 1 },
    ]);
  });
});
