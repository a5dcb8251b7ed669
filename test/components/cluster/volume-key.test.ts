import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { VolumeKey } from "../../../components/cluster/volume-key";
import { registeredResources, theResource } from "../../support/registered-resources";

const key = (protect: boolean) =>
  registeredResources(
    () =>
      new VolumeKey("volumes", {
        clusterName: "production",
        region: "us-east-1",
        accountId: "123456789012",
        protect,
      }),
    {
      stateOf: ({ type }) =>
        type === "aws:kms/key:Key" ? { keyId: "1", arn: "arn:aws:kms:us-east-1:1:key/1" } : {},
    },
  );

describe("VolumeKey", () => {
  it("makes a key with rotation, the longest waiting period and a policy for its account", async () => {
    const { inputs, protect } = theResource(await key(true), "volumes-key");
    const { policy, ...others } = inputs;
    assert.deepEqual(others, {
      description: "Volumes of the nodes of production",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    assert.equal(protect, true);
    const { Statement } = JSON.parse(policy as string) as { Statement: { Principal: unknown }[] };
    assert.deepEqual(Statement[0]?.Principal, { AWS: "arn:aws:iam::123456789012:root" });
  });

  it("gives the key the alias that node classes name", async () => {
    assert.deepEqual(theResource(await key(false), "volumes-alias").inputs, {
      name: "alias/production-volumes",
      targetKeyId: "1",
    });
  });

  it("does not protect the key if the stack is not protected", async () => {
    assert.deepEqual(
      (await key(false)).map(({ protect }) => protect),
      [false, false, false],
    );
  });
});
