import assert from "node:assert/strict";
import path from "node:path";

import { describe, it } from "mocha";

import { stackSubject } from "../../../report/subject/stack-subject";

const root = path.resolve(__dirname, "../../..");

describe("stackSubject", () => {
  it("takes the path of a stack file, as a shell completes it, for the stack's name", () => {
    const subject = stackSubject(root, "stacks/Pulumi.dev-us-west-2.yaml");
    assert.equal(subject.title, "dev-us-west-2");
  });
});
