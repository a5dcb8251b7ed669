import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import type { StateResource } from "../../../sandbox/engine/checkpoint";
import { goneResources, needsRecovery, recordedIn } from "../../../sandbox/engine/recovery";
import { sandboxFolder } from "../../../sandbox/engine/sandbox-folder";
import {
  emptyCloudState,
  objectKey,
  type CloudState,
} from "../../../sandbox/providers/cloud-state";
import { withTemporaryFolder } from "../../support/temporary-folder";

function resource(name: string, type = "aws:ec2/vpc:Vpc"): StateResource {
  return { urn: `urn:pulumi:dev::accelerator-platform::${type}::${name}`, type, id: `id-${name}` };
}

function cloudWith(...resources: readonly StateResource[]): CloudState {
  const cloud = emptyCloudState();
  for (const { urn, type, id = "" } of resources) {
    cloud.objects[objectKey(type, id)] = { type, id, urn, generation: 1, inputs: {}, outputs: {} };
  }
  return cloud;
}

describe("recovery after a kill", () => {
  it("is needed when operations are open, or when the engine's lock was left behind", () =>
    withTemporaryFolder((state) => {
      const folder = sandboxFolder(state, "dev");
      assert.equal(needsRecovery(folder), false);
      fs.mkdirSync(path.dirname(folder.checkpoint), { recursive: true });
      const checkpoint = (pending: readonly unknown[]): void =>
        fs.writeFileSync(
          folder.checkpoint,
          JSON.stringify({ version: 3, checkpoint: { latest: { pending_operations: pending } } }),
        );
      checkpoint([]);
      assert.equal(needsRecovery(folder), false);
      checkpoint([{ resource: resource("a"), type: "creating" }]);
      assert.equal(needsRecovery(folder), true);
      checkpoint([]);
      fs.mkdirSync(folder.engineLocks, { recursive: true });
      assert.equal(needsRecovery(folder), false);
      fs.writeFileSync(path.join(folder.engineLocks, "5e1f.json"), "{}");
      assert.equal(needsRecovery(folder), true);
    }));

  it("counts a resource as recorded when the engine has its id", () => {
    const { urn, type } = resource("b");
    const component = { urn, type };
    assert.deepEqual(recordedIn({ resources: [resource("a"), component], pendingOperations: [] }), [
      { urn: resource("a").urn, id: "id-a" },
    ]);
  });

  it("forgets only resources whose deletion was open and which no longer exist", () => {
    const [kept, deleted, halfway, missing] = ["kept", "deleted", "halfway", "missing"].map(
      (name) => resource(name),
    ) as [StateResource, StateResource, StateResource, StateResource];
    const state = {
      resources: [kept, deleted, halfway, missing],
      pendingOperations: [
        { resource: kept, type: "updating" },
        { resource: deleted, type: "deleting" },
        { resource: halfway, type: "deleting" },
      ],
    };
    assert.deepEqual(goneResources(state, cloudWith(kept, halfway)), [deleted]);
  });

  it("also finds objects whose deletion was open inside a cluster", () => {
    const pool = resource("pool", "kubernetes:karpenter.sh/v1:NodePool");
    const state = { resources: [pool], pendingOperations: [{ resource: pool, type: "deleting" }] };
    const cloud = emptyCloudState();
    assert.deepEqual(goneResources(state, cloud), [pool]);
    const { urn, type, id = "" } = pool;
    const object = { type, id, urn, generation: 1, inputs: {}, outputs: {} };
    cloud.kubernetes["https://cluster"] = {
      objects: { [objectKey(type, id)]: object },
      definitions: {},
    };
    assert.deepEqual(goneResources(state, cloud), []);
  });
});
