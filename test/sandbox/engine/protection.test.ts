import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { switchOffDeletionProtection } from "../../../sandbox/engine/protection";
import { sandboxFolder } from "../../../sandbox/engine/sandbox-folder";
import {
  type CloudObject,
  emptyCloudState,
  loadCloudState,
  saveCloudState,
} from "../../../sandbox/providers/cloud-state";
import { withTemporaryFolder } from "../../support/temporary-folder";

function protectedCluster(id: string, urn: string): CloudObject {
  const on = { deletionProtection: true };
  return { type: "aws:eks/cluster:Cluster", id, urn, generation: 0, inputs: on, outputs: on };
}

describe("switching off deletion protection", () => {
  it("applies to the stack's own cluster; an adopted cluster stays protected", () =>
    withTemporaryFolder((state) => {
      const folder = sandboxFolder(state, "dev");
      const own = protectedCluster("own", "urn:pulumi:dev::p::aws:eks/cluster:Cluster::own");
      const adopted = protectedCluster("adopted", "urn:other-means:adopted::existing::c::c");
      const objects = Object.fromEntries(
        [own, adopted].map((object) => [`${object.type} ${object.id}`, object]),
      );
      saveCloudState(folder.cloud, { ...emptyCloudState(), objects });
      switchOffDeletionProtection(folder);
      const after = loadCloudState(folder.cloud);
      assert.ok("state" in after);
      const [first, second] = Object.values(after.state.objects);
      assert.equal(first?.outputs["deletionProtection"], false);
      assert.deepEqual(second, adopted);
    }));
});
