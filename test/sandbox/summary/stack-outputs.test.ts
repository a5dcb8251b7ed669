import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatOutputs, stackOutputs } from "../../../sandbox/summary/stack-outputs";
import { resource } from "../../support/state-resources";

const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:abc",
};

describe("the outputs of a stack", () => {
  it("are the outputs of the stack's own resource, with secrets hidden at any depth", () => {
    const stack = resource("pulumi:pulumi:Stack", "dev", undefined, {
      region: "us-west-2",
      token: secret,
      nested: [{ inner: secret, plain: 1 }],
    });
    assert.deepEqual(stackOutputs([resource("aws:ec2/vpc:Vpc", "vpc"), stack]), {
      region: "us-west-2",
      token: "[secret]",
      nested: [{ inner: "[secret]", plain: 1 }],
    });
  });

  it("are undefined where nothing is deployed", () => {
    assert.equal(stackOutputs([]), undefined);
  });

  it("are printed one per line, by name, in one column", () => {
    assert.equal(
      formatOutputs({ vpcId: "vpc-1", nodePools: ["a", "b"], region: "us-west-2" }),
      'nodePools  ["a","b"]\nregion     us-west-2\nvpcId      vpc-1',
    );
  });
});
