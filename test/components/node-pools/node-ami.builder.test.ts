import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { ec2NodeClassSpec } from "../../../components/node-pools/ec2-node-class.builder";
import type { NodeAmi } from "../../../components/node-pools/node-ami.builder";
import { nodeClassProfiles } from "../../../components/node-pools/node-class-profiles";
import { schemaFaults, withDefaults } from "../../../sandbox/providers/kubernetes/crd-schema";
import nodeClassSchema from "../../../sandbox/providers/kubernetes/crds/karpenter.k8s.aws_ec2nodeclasses.json";

const bottlerocket = { os: "bottlerocket", alias: "bottlerocket@v1.53.0" } as const;
const ubuntu = {
  os: "ubuntu",
  name: "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810",
  owner: "099720109477",
} as const;

function specWith(ami: NodeAmi, volumeKeyAlias?: string) {
  return ec2NodeClassSpec(nodeClassProfiles["gpu-training"], {
    clusterName: "production",
    nodeRoleName: "KarpenterNodeRole-production",
    ami,
    tags: {},
    capacityReservations: [],
    ...(volumeKeyAlias === undefined ? {} : { volumeKeyAlias }),
  });
}

const data = {
  volumeType: "gp3",
  volumeSize: "500Gi",
  iops: 16000,
  throughput: 1000,
  encrypted: true,
  deleteOnTermination: true,
};

describe("the AMI of a node class", () => {
  it("has, for Bottlerocket, a small volume for the operating system and a second one for images", () => {
    const spec = specWith(bottlerocket);
    assert.deepEqual(spec.amiSelectorTerms, [{ alias: "bottlerocket@v1.53.0" }]);
    assert.ok(!("amiFamily" in spec));
    assert.ok(!("userData" in spec));
    assert.equal(spec.instanceStorePolicy, "RAID0");
    assert.deepEqual(spec.blockDeviceMappings, [
      {
        deviceName: "/dev/xvda",
        ebs: { ...data, volumeSize: "4Gi", iops: 3000, throughput: 125 },
      },
      { deviceName: "/dev/xvdb", rootVolume: true, ebs: data },
    ]);
  });

  it("sets, for Bottlerocket, time-slicing in the settings of the operating system", () => {
    const spec = specWith({ ...bottlerocket, timeSlicingReplicas: 4 });
    assert.equal(
      spec.userData,
      [
        "[settings.kubelet-device-plugins.nvidia]",
        'device-sharing-strategy = "time-slicing"',
        "",
        "[settings.kubelet-device-plugins.nvidia.time-slicing]",
        "replicas = 4",
        "rename-by-default = true",
        "fail-requests-greater-than-one = true",
        "",
      ].join("\n"),
    );
  });

  it("selects, for Ubuntu, Canonical's image by name and account, starts as AL2, and uses Ubuntu's root device", () => {
    const spec = specWith(ubuntu);
    assert.ok("amiFamily" in spec);
    assert.equal(spec.amiFamily, "AL2");
    assert.deepEqual(spec.amiSelectorTerms, [
      {
        name: "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810",
        owner: "099720109477",
      },
    ]);
    assert.deepEqual(spec.blockDeviceMappings, [
      { deviceName: "/dev/sda1", rootVolume: true, ebs: data },
    ]);
    assert.ok(!("instanceStorePolicy" in spec));
    assert.ok(!("userData" in spec));
  });

  it("encrypts every volume with the given key", () => {
    for (const ami of [bottlerocket, ubuntu]) {
      const keys = specWith(ami, "alias/production").blockDeviceMappings.map(({ ebs }) =>
        "kmsKeyID" in ebs ? ebs.kmsKeyID : undefined,
      );
      assert.deepEqual(new Set(keys), new Set(["alias/production"]));
    }
  });

  for (const ami of [
    { os: "al2023", alias: "al2023@v20260903" } as const,
    { ...bottlerocket, timeSlicingReplicas: 2 },
    ubuntu,
  ]) {
    it(`makes a class that the CRD accepts: ${ami.os}`, () => {
      const spec = withDefaults(nodeClassSchema, specWith(ami));
      assert.deepEqual(schemaFaults(nodeClassSchema, spec, undefined, "spec"), []);
    });
  }
});

describe("an image that the stack chooses", () => {
  const id = { id: "ami-0123456789abcdef0" };

  it("is selected alone, with the family by which Karpenter starts its nodes", () => {
    const families = (["al2023", "bottlerocket", "ubuntu"] as const).map((os) => {
      const spec = specWith({ os, image: id });
      assert.deepEqual(spec.amiSelectorTerms, [id]);
      assert.deepEqual(
        schemaFaults(nodeClassSchema, withDefaults(nodeClassSchema, spec), undefined, "spec"),
        [],
      );
      return (spec as { amiFamily?: string }).amiFamily;
    });
    assert.deepEqual(families, ["AL2023", "Bottlerocket", "AL2"]);
  });
});

describe("a script in the user data", () => {
  it("is declared as one, because Karpenter takes a script of comments for a NodeConfig", () => {
    const { userData } = ec2NodeClassSpec(nodeClassProfiles.default, {
      clusterName: "production",
      nodeRoleName: "KarpenterNodeRole-production",
      ami: { os: "al2023", alias: "al2023@v20260903" },
      tags: {},
      capacityReservations: [],
      userData: "#!/bin/bash\n# nothing yet\n",
    }) as { userData?: string };
    assert.equal(
      userData,
      [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="BOUNDARY"',
        "",
        "--BOUNDARY",
        'Content-Type: text/x-shellscript; charset="us-ascii"',
        "",
        "#!/bin/bash",
        "# nothing yet",
        "",
        "--BOUNDARY--",
        "",
      ].join("\n"),
    );
  });
});
