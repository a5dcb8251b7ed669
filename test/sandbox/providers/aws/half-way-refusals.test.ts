import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { tokens } from "../../../../sandbox/providers/aws/tokens";
import { connection, ExampleCloud, urnOf, withValue } from "./example-cloud";

/** Makes another object from the example of the type with one value changed. */
function make(type: string, path: string, value: unknown, cloud = new ExampleCloud()): string {
  const inputs = withValue(cloud.inputs(type), path, value);
  return create(cloud, type, inputs);
}

function create(cloud: ExampleCloud, type: string, inputs: Properties, name = "second"): string {
  return cloud.aws.create({ connection, urn: urnOf(type, name), type, inputs, preview: false }).id;
}

describe("what AWS refuses after a preview, in the AWS stand-in", () => {
  const doubleTags =
    "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive.";

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
  it("refuses tags of a role that differ only in case, from each other or from default tags", () => {
    assert.throws(() => make(tokens.role, "tags", { owner: "a", Owner: "b" }), {
      message: doubleTags,
    });
    const cloud = new ExampleCloud();
    cloud.aws.configure(connection, {
      region: "us-east-1",
      defaultTags: { tags: { environment: "dev" } },
    });
    assert.throws(() => make(tokens.role, "tags", { Environment: "dev" }, cloud), {
      message: doubleTags,
    });
  });

  it("refuses such tags in an update too", () => {
    const cloud = new ExampleCloud();
    const { id, urn, type, inputs, outputs } = cloud.make(tokens.role);
    const request = { connection, urn, type, id, oldOutputs: outputs, preview: false };
    assert.throws(
      () => cloud.aws.update({ ...request, inputs: { ...inputs, tags: { a: "1", A: "2" } } }),
      { message: doubleTags },
    );
  });

  it("accepts such tags on everything else", () => {
    assert.match(make(tokens.eip, "tags", { owner: "a", Owner: "b" }), /^eipalloc-/);
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html
  it("refuses reserved ranges for the public endpoint of a cluster, at creation and in an update", () => {
    const message =
      "InvalidParameterException: The following CIDRs are invalid in publicAccessCidrs: [10.0.0.0/8, 203.0.113.0/24]";
    const path = "vpcConfig.publicAccessCidrs";
    const cidrs = ["10.0.0.0/8", "54.240.0.0/24", "203.0.113.0/24"];
    assert.throws(() => make(tokens.cluster, path, cidrs), { message });
    const cloud = new ExampleCloud();
    const { id, urn, type, inputs, outputs } = cloud.make(tokens.cluster);
    const request = { connection, urn, type, id, oldOutputs: outputs, preview: false };
    assert.throws(() => cloud.aws.update({ ...request, inputs: withValue(inputs, path, cidrs) }), {
      message,
    });
    assert.equal(
      cloud.aws.update({ ...request, inputs: withValue(inputs, path, ["0.0.0.0/0"]) }).outputs.name,
      "platform",
    );
  });

  // https://github.com/hashicorp/terraform-provider-aws/issues/2587
  it("refuses a security group's rule that names a range twice", () => {
    const cidrs = ["10.0.0.0/8", "10.0.0.0/8"];
    assert.throws(() => make(tokens.securityGroupRule, "cidrBlocks", cidrs), {
      message: "InvalidParameterValue: The same permission must not appear multiple times",
    });
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
  it("refuses a second access entry of a principal", () => {
    const cloud = new ExampleCloud();
    const { inputs } = cloud.make(tokens.accessEntry);
    assert.throws(
      () => create(cloud, tokens.accessEntry, inputs),
      /^Error: ResourceInUseException: /,
    );
  });

  // https://github.com/hashicorp/terraform-provider-aws/issues/17535
  it("refuses a second interface endpoint of a service with private DNS", () => {
    const cloud = new ExampleCloud();
    const inputs = {
      ...cloud.inputs(tokens.vpcEndpoint),
      serviceName: "com.amazonaws.us-east-1.ecr.api",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
    };
    create(cloud, tokens.vpcEndpoint, inputs, "first");
    assert.throws(() => create(cloud, tokens.vpcEndpoint, inputs), {
      message: `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for api.ecr.us-east-1.amazonaws.com in the VPC ${cloud.make(tokens.vpc).id}`,
    });
    create(cloud, tokens.vpcEndpoint, { ...inputs, privateDnsEnabled: false });
  });
});
