import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { connection, ExampleCloud, urnOf } from "./example-cloud";

const vpcType = "aws:ec2/vpc:Vpc";
const subnetType = "aws:ec2/subnet:Subnet";
const rangeType = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";
const roleType = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

class Ranges {
  readonly cloud = new ExampleCloud();
  /** 10.0.0.0/16. */
  readonly vpcId = this.cloud.make(vpcType).id;
  private count = 0;

  make(type: string, inputs: Properties): string {
    const urn = urnOf(type, `made-${(this.count += 1)}`);
    return this.cloud.aws.create({ connection, urn, type, inputs, preview: false }).id;
  }

  subnet(cidrBlock: string): string {
    return this.make(subnetType, { vpcId: this.vpcId, cidrBlock });
  }

  range(cidrBlock: string): string {
    return this.make(rangeType, { vpcId: this.vpcId, cidrBlock });
  }

  delete(type: string, id: string): void {
    this.cloud.aws.delete({ connection, urn: urnOf(type, "gone"), type, id });
  }
}

describe("ranges of a VPC in the AWS stand-in", () => {
  it("accept a subnet inside the range of the VPC, and none outside of it", () => {
    const ranges = new Ranges();
    assert.match(ranges.subnet("10.0.32.0/19"), /^subnet-/);
    assert.throws(() => ranges.subnet("100.64.0.0/19"), {
      message:
        "InvalidSubnet.Range: The CIDR '100.64.0.0/19' is invalid: it is in no range of the VPC.",
    });
  });

  it("accept a subnet of an additional range after that is associated", () => {
    const ranges = new Ranges();
    ranges.range("100.64.0.0/16");
    assert.match(ranges.subnet("100.64.32.0/19"), /^subnet-/);
  });

  it("refuse a subnet that overlaps another one", () => {
    const ranges = new Ranges();
    const first = ranges.subnet("10.0.0.0/20");
    assert.throws(() => ranges.subnet("10.0.8.0/24"), {
      message: `InvalidSubnet.Conflict: The CIDR '10.0.8.0/24' conflicts with another subnet: ${first}`,
    });
  });

  it("refuse a range that overlaps another range of the VPC", () => {
    const ranges = new Ranges();
    ranges.range("100.64.0.0/16");
    for (const [cidr, taken] of [
      ["10.0.128.0/17", "10.0.0.0/16"],
      ["100.64.0.0/18", "100.64.0.0/16"],
    ] as const) {
      assert.throws(() => ranges.range(cidr), {
        message: `InvalidVpc.Range: The CIDR '${cidr}' conflicts with ${taken}, a range that the VPC has.`,
      });
    }
  });

  it("cannot be removed while a subnet is inside, and can be removed afterwards", () => {
    const ranges = new Ranges();
    const range = ranges.range("100.64.0.0/16");
    const subnet = ranges.subnet("100.64.0.0/19");
    assert.throws(() => ranges.delete(rangeType, range), {
      message: `InvalidCidrBlock.InUse: The vpc ${ranges.vpcId} currently has a subnet within CIDR block 100.64.0.0/16: ${subnet}`,
    });
    ranges.delete(subnetType, subnet);
    ranges.delete(rangeType, range);
    assert.equal(ranges.cloud.cloud.find(rangeType, range), undefined);
  });
});

describe("the Spot service-linked role in the AWS stand-in", () => {
  it("exists once in an account, no matter which program asks for it", () => {
    const ranges = new Ranges();
    ranges.make(roleType, { awsServiceName: "spot.amazonaws.com" });
    assert.throws(
      () => ranges.make(roleType, { awsServiceName: "spot.amazonaws.com" }),
      /^Error: InvalidInput: aws:iam\/serviceLinkedRole:ServiceLinkedRole .* already exists/,
    );
  });
});
