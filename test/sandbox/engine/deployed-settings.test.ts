import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  lastDeployed,
  markDeployed,
  markDeploying,
} from "../../../sandbox/engine/deployed-settings";
import { sandboxFolder } from "../../../sandbox/engine/sandbox-folder";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("the stack file of the last deployment", () => {
  it("is unknown, then begun, then complete, and begun again by the next deployment", () =>
    withTemporaryFolder((state) => {
      const folder = sandboxFolder(state, "dev-us-west-2");
      assert.equal(lastDeployed(folder), undefined);
      markDeploying(folder, "first");
      assert.deepEqual(lastDeployed(folder), { text: "first", isComplete: false });
      markDeployed(folder);
      assert.deepEqual(lastDeployed(folder), { text: "first", isComplete: true });
      markDeploying(folder, "second");
      assert.deepEqual(lastDeployed(folder), { text: "second", isComplete: false });
    }));
});
