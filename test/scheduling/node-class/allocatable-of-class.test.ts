import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { allocatableUnder } from "../../../scheduling/node-class/allocatable-of-class";
import { readEc2NodeClass } from "../../../scheduling/node-class/ec2-node-class";
import { resourcesUnder } from "../../../scheduling/node-class/type-resources";

const gibibyte = 2 ** 30;

function classOf(spec: object) {
  return readEc2NodeClass("gpu", {
    spec: { amiSelectorTerms: [{ alias: "al2023@v20260903" }], ...spec },
  });
}

function under(spec: object, name = "g5.xlarge") {
  const type = instanceType(name);
  assert.ok(type);
  return allocatableUnder(classOf(spec), type);
}

/** https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instancetype/types.go */
describe("what a node offers under an EC2NodeClass", () => {
  it("is what the catalogue says for AL2023 without further settings", () => {
    assert.deepEqual(under({}), {});
    assert.equal(resourcesUnder(classOf({})), undefined);
  });

  it("has the storage of the root volume, less 1 GiB and a tenth", () => {
    const blockDeviceMappings = [{ deviceName: "/dev/xvda", ebs: { volumeSize: "100Gi" } }];
    assert.deepEqual(under({ blockDeviceMappings }), { "ephemeral-storage": 89 * gibibyte });
    const other = [{ deviceName: "/dev/xvdb", ebs: { volumeSize: "100Gi" } }];
    assert.deepEqual(under({ blockDeviceMappings: other }), {});
    const bottlerocket = { amiSelectorTerms: [{ alias: "bottlerocket@v1.50.0" }] };
    assert.equal(
      under({ ...bottlerocket, blockDeviceMappings: other })["ephemeral-storage"],
      89 * gibibyte,
    );
  });

  it("has the storage of the local disks with RAID0, where the type has some", () => {
    const disks = { instanceStorePolicy: "RAID0" };
    // g5.xlarge has 250 GB.
    assert.equal(under(disks)["ephemeral-storage"], 250e9 - gibibyte - 25e9);
    assert.deepEqual(under(disks, "m5.large"), {});
  });

  it("has as many pods as maxPods and podsPerCore say", () => {
    assert.deepEqual(under({ kubelet: { maxPods: 20 } }), { pods: 20 });
    assert.deepEqual(under({ kubelet: { podsPerCore: 2 } }), { pods: 8 });
    const bottlerocket = { amiSelectorTerms: [{ alias: "bottlerocket@v1.50.0" }] };
    const { pods, memory } = under({ ...bottlerocket, kubelet: { maxPods: 20 } });
    assert.equal(pods, 20);
    // Bottlerocket reserves memory for maxPods instead of the pods that fit on the interfaces.
    assert.ok(memory !== undefined);
  });

  it("loses what the kubelet reserves, and has as many EFA interfaces as the class lists", () => {
    const { cpu } = under({ kubelet: { systemReserved: { cpu: "500m" } } });
    assert.equal(cpu, 3.92 - 0.5);
    const networkInterfaces = [
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
      { networkCardIndex: 1, deviceIndex: 1, interfaceType: "efa-only" },
    ];
    assert.deepEqual(under({ networkInterfaces }, "p5.48xlarge"), { "vpc.amazonaws.com/efa": 1 });
  });
});

describe("the AMI of an EC2NodeClass", () => {
  const movingAmi = (...amiSelectorTerms: readonly object[]) =>
    classOf({ amiSelectorTerms }).movingAmi;

  it("moves with the alias latest, a pattern, tags or an SSM parameter without a version", () => {
    assert.equal(movingAmi({ alias: "bottlerocket@latest" }), "the alias bottlerocket@latest");
    assert.equal(movingAmi({ name: "ubuntu-eks/*", owner: "amazon" }), "a pattern of names");
    assert.equal(movingAmi({ tags: { team: "ml" } }), "tags");
    assert.equal(movingAmi({ ssmParameter: "/ami" }), "an SSM parameter");
  });

  it("stays with an id, a dated alias, a whole name or a version of a parameter", () => {
    assert.equal(movingAmi({ id: "ami-0123" }), undefined);
    assert.equal(movingAmi({ alias: "al2023@v20260903" }), undefined);
    assert.equal(movingAmi({ name: "ubuntu-20260901" }), undefined);
    assert.equal(movingAmi({ ssmParameter: "/ami:3" }), undefined);
  });
});
