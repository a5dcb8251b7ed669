import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { PlatformConfig } from "../../../infra/config/schema";
import { createPlatform } from "../../../infra/platform/platform";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import {
  nameOf,
  registeredResources,
  type RegisteredResource,
} from "../../support/registered-resources";
import { stackConfig } from "../../support/stack-values";

const shipped = stackConfig("production-us-east-1");

/** In this account us-east-1b is the zone without a control plane, and there is no us-east-1f. */
const account = {
  names: ["a", "b", "c", "d", "e"].map((letter) => `us-east-1${letter}`),
  zoneIds: ["use1-az4", "use1-az3", "use1-az1", "use1-az2", "use1-az6"],
};

/** What the program registers at a preview; `answer` is what AWS says about the zones of the account. */
function previewed(
  network: Partial<PlatformConfig["network"]>,
  answer: () => Record<string, unknown> = () => account,
): Promise<readonly RegisteredResource[]> {
  const config = { ...shipped, network: { ...shipped.network, ...network } };
  return registeredResources(() => createPlatform(platformSpec(config)), {
    preview: true,
    answerTo: ({ token }) =>
      token === "aws:index/getAvailabilityZones:getAvailabilityZones" ? answer() : {},
  });
}

// https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
describe("the zones of a new cluster in the account", () => {
  it("are refused by their names at a preview where EKS has no control plane, although the file has no ids", async () => {
    await assert.rejects(previewed({}), {
      message: [
        "this account: 1 fault in the configuration",
        '  network.zones[1]: EKS cannot place a control plane in us-east-1b, got "use1-az3"; expected a zone other than use1-az3, usw1-az2, cac1-az3; set network.controlPlaneZones: [us-east-1a, us-east-1c]',
      ].join("\n"),
    });
    await assert.rejects(previewed({ controlPlaneZones: ["us-east-1b", "us-east-1c"] }), {
      message: [
        "this account: 1 fault in the configuration",
        '  network.controlPlaneZones[0]: EKS cannot place a control plane in us-east-1b, got "use1-az3"; expected a zone other than use1-az3, usw1-az2, cac1-az3; choose another zone',
      ].join("\n"),
    });
  });

  it("may have nodes where EKS has no control plane", async () => {
    const resources = await previewed({ controlPlaneZones: ["us-east-1a", "us-east-1c"] });
    const names = resources.map(nameOf);
    assert.ok(names.includes("aws:ec2/subnet:Subnet::network-private-us-east-1b"));
    assert.ok(!names.includes("aws:ec2/subnet:Subnet::network-intra-us-east-1b"));
  });

  it("are refused when the account lacks them, or when an id of the file is another zone's", async () => {
    const network = {
      zones: ["us-east-1a", "us-east-1c", "us-east-1f"],
      zoneIds: { "us-east-1a": "use1-az4", "us-east-1c": "use1-az2" },
    };
    await assert.rejects(previewed(network), {
      message: [
        "this account: 2 faults in the configuration",
        '  network.zones[2]: not a zone of this account, got "us-east-1f"; expected one of us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e; choose one of them',
        '  network.zoneIds.us-east-1c: not the id of this zone in this account, got "use1-az2"; expected use1-az1; correct it, and run npm run check again',
      ].join("\n"),
    });
  });

  it("are refused when one of them does not offer the type of the system nodes", async () => {
    const staging = stackConfig("staging-us-west-2");
    const systemNodes = { ...staging.cluster.systemNodes, instanceType: "m5n.large" };
    const config = { ...staging, cluster: { ...staging.cluster, systemNodes } };
    const zones = {
      names: ["us-west-2a", "us-west-2b", "us-west-2c"],
      zoneIds: ["usw2-az2", "usw2-az1", "usw2-az4"],
    };
    await assert.rejects(
      registeredResources(() => createPlatform(platformSpec(config)), {
        preview: true,
        answerTo: () => zones,
      }),
      /cluster\.systemNodes\.instanceType: not offered in us-west-2c \(usw2-az4\), got "m5n\.large"; .*; use m7i\.large,/,
    );
  });

  it("cannot be compared without ec2:DescribeAvailabilityZones, which the error names", async () => {
    // The SDK reads `details` of the engine's error.
    const denied = new Error("denied");
    Object.assign(denied, { details: "UnauthorizedOperation: not authorized" });
    const answer = (): never => {
      throw denied;
    };
    await assert.rejects(previewed({}, answer), ({ message }: Error) => {
      assert.match(message, /^network\.zones: the account's zones cannot be read, got /);
      assert.match(
        message,
        /UnauthorizedOperation: not authorized; expected their names and ids; give the role ec2:DescribeAvailabilityZones$/,
      );
      return true;
    });
  });
});
