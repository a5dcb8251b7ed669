import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { stackSubject } from "../../../report/subject/stack-subject";
import { fixtureStacks } from "../../support/stack-values";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("stackSubject", () => {
  it("takes the path of a stack file, as a shell completes it, for the stack's name", () =>
    withTemporaryFolder((root) => {
      symlinkSync(fixtureStacks, path.join(root, "stacks"));
      const file = path.join(root, "stacks/Pulumi.dev-us-west-2.yaml");
      const subject = stackSubject(root, path.relative(process.cwd(), file));
      assert.equal(subject.title, "dev-us-west-2");
    }));
});
