import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { tokens } from "../../../../sandbox/providers/aws/tokens";
import { connection, ExampleCloud, urnOf, withValue } from "./example-cloud";

/** The example cloud has a subnet in us-east-1a and one in us-east-1b. */
class Zones {
  readonly cloud = new ExampleCloud();
  private readonly vpcId = this.cloud.make(tokens.vpc).id;
  private count = 0;

  subnet(availabilityZone: string): string {
    this.count += 1;
    const urn = urnOf(tokens.subnet, `more-${this.count}`);
    const inputs = {
      vpcId: this.vpcId,
      cidrBlock: `10.0.${100 + this.count}.0/24`,
      availabilityZone,
    };
    const made = { connection, urn, type: tokens.subnet, inputs, preview: false };
    return this.cloud.aws.create(made).id;
  }

  create(subnetIds: readonly string[]): void {
    const inputs = withValue(this.cloud.inputs(tokens.cluster), "vpcConfig.subnetIds", subnetIds);
    const urn = urnOf(tokens.cluster, "new");
    this.cloud.aws.create({ connection, urn, type: tokens.cluster, inputs, preview: false });
  }

  update(subnetIds: readonly string[], preview = false): void {
    const { id, urn, inputs, outputs } = this.cloud.make(tokens.cluster);
    this.cloud.aws.update({
      connection,
      urn,
      type: tokens.cluster,
      id,
      oldOutputs: outputs,
      inputs: withValue(inputs, "vpcConfig.subnetIds", subnetIds),
      preview,
    });
  }
}

// https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
describe("the zones of a cluster in the AWS stand-in", () => {
  it("are two at least", () => {
    const zones = new Zones();
    const subnets = [zones.subnet("us-east-1a"), zones.subnet("us-east-1a")];
    assert.throws(() => zones.create(subnets), {
      message: "InvalidParameterException: Subnets specified must be in at least two different AZs",
    });
  });

  // https://github.com/eksctl-io/eksctl/issues/817
  it("are no zone where EKS has no control plane, as us-east-1e is in most accounts", () => {
    const zones = new Zones();
    const subnets = ["a", "b", "e"].map((letter) => zones.subnet(`us-east-1${letter}`));
    assert.throws(() => zones.create(subnets), {
      message:
        "UnsupportedAvailabilityZoneException: Cannot create cluster 'platform' because us-east-1e, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: us-east-1a, us-east-1b",
    });
  });

  it("are told apart by the zones of the account, which the subnets' ids agree with", () => {
    const { aws, cloud } = new Zones().cloud;
    const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
    const { names, zoneIds } = aws.invoke(connection, token, {});
    assert.deepEqual((names as string[]).indexOf("us-east-1e"), 4);
    assert.deepEqual((zoneIds as string[])[4], "use1-az3");
    for (const { outputs } of cloud.objects().filter(({ type }) => type === tokens.subnet)) {
      const index = (names as unknown[]).indexOf(outputs.availabilityZone);
      assert.equal(outputs.availabilityZoneId, (zoneIds as string[])[index]);
    }
  });

  it("stay, although the subnets in them may change", () => {
    const zones = new Zones();
    zones.update(["b", "a", "a"].map((letter) => zones.subnet(`us-east-1${letter}`)));
  });

  it("neither grow nor shrink, which no preview says", () => {
    const zones = new Zones();
    const [a, b, c] = ["a", "b", "c"].map((letter) => zones.subnet(`us-east-1${letter}`));
    const refused = (provided: string) => ({
      message: `InvalidParameterException: Provided subnets belong to the AZs '${provided}'. But they should belong to the exact set of AZs 'us-east-1a,us-east-1b' in which subnets were provided during cluster creation.`,
    });
    const more = [a, b, c].map(String);
    const fewer = [a].map(String);
    zones.update(more, true);
    assert.throws(() => zones.update(more), refused("us-east-1a,us-east-1b,us-east-1c"));
    assert.throws(() => zones.update(fewer), refused("us-east-1a"));
  });
});
