import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { ec2NodeClassSpec } from "../../../components/node-pools/ec2-node-class.builder";
import {
  nodeClassNames,
  nodeClassProfiles,
} from "../../../components/node-pools/node-class-profiles";

const placement = {
  clusterName: "production",
  nodeRoleName: "KarpenterNodeRole-production",
  ami: { os: "al2023" as const, alias: "al2023@v20260903" },
  tags: { team: "ml" },
  capacityReservations: [],
};

describe("ec2NodeClassSpec", () => {
  it("renders the complete class gpu-training", () => {
    assert.deepEqual(ec2NodeClassSpec(nodeClassProfiles["gpu-training"], placement), {
      amiSelectorTerms: [{ alias: "al2023@v20260903" }],
      role: "KarpenterNodeRole-production",
      subnetSelectorTerms: [
        { tags: { "karpenter.sh/discovery": "production", "network-type": "private" } },
      ],
      securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "production" } }],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          rootVolume: true,
          ebs: {
            volumeType: "gp3",
            volumeSize: "500Gi",
            iops: 16000,
            throughput: 1000,
            encrypted: true,
            deleteOnTermination: true,
          },
        },
      ],
      instanceStorePolicy: "RAID0",
      metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIPv6: "disabled",
        httpPutResponseHopLimit: 1,
        httpTokens: "required",
      },
      associatePublicIPAddress: false,
      tags: { team: "ml" },
    });
  });

  it("selects the capacity reservations and the placement group that the stack names", () => {
    const spec = ec2NodeClassSpec(nodeClassProfiles["gpu-training"], {
      ...placement,
      capacityReservations: [
        { id: "cr-0123456789abcdef0" },
        { tags: { team: "ml" }, ownerID: "123456789012", instanceMatchCriteria: "targeted" },
      ],
      placementGroup: { name: "production-gpu-training" },
    });
    assert.deepEqual(spec.capacityReservationSelectorTerms, [
      { id: "cr-0123456789abcdef0" },
      { tags: { team: "ml" }, ownerID: "123456789012", instanceMatchCriteria: "targeted" },
    ]);
    assert.deepEqual(spec.placementGroupSelector, { name: "production-gpu-training" });
    const byId = ec2NodeClassSpec(nodeClassProfiles.default, {
      ...placement,
      placementGroup: { id: "pg-0123456789abcdef0" },
    });
    assert.deepEqual(byId.placementGroupSelector, { id: "pg-0123456789abcdef0" });
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
  it("attaches a primary interface, and one EFA interface on each network card", () => {
    const { networkInterfaces } = ec2NodeClassSpec(nodeClassProfiles["gpu-training"], {
      ...placement,
      efaInterfaces: 4,
    });
    assert.deepEqual(networkInterfaces, [
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
      { networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only" },
      { networkCardIndex: 1, deviceIndex: 0, interfaceType: "efa-only" },
      { networkCardIndex: 2, deviceIndex: 0, interfaceType: "efa-only" },
      { networkCardIndex: 3, deviceIndex: 0, interfaceType: "efa-only" },
    ]);
  });

  // https://github.com/aws/aws-parallelcluster/issues/7143
  it("begins at network card 1 where card 0 takes no EFA", () => {
    const { networkInterfaces } = ec2NodeClassSpec(nodeClassProfiles["gpu-training"], {
      ...placement,
      efaInterfaces: 16,
      firstEfaCard: 1,
    });
    assert.deepEqual(networkInterfaces, [
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
      ...Array.from({ length: 16 }, (_, index) => ({
        networkCardIndex: index + 1,
        deviceIndex: 0,
        interfaceType: "efa-only",
      })),
    ]);
  });

  it("encrypts every volume, requires IMDSv2 and respects the bounds of gp3, in every class", () => {
    for (const name of nodeClassNames) {
      const spec = ec2NodeClassSpec(nodeClassProfiles[name], placement);
      for (const { ebs } of spec.blockDeviceMappings) {
        assert.equal(ebs.encrypted, true);
        assert.ok(ebs.iops >= 3000 && ebs.iops <= 16000, `${name}: ${ebs.iops} IOPS`);
        assert.ok(
          ebs.throughput >= 125 && ebs.throughput <= 1000,
          `${name}: ${ebs.throughput} MiB/s`,
        );
      }
      assert.equal(spec.metadataOptions.httpTokens, "required");
      assert.equal(spec.metadataOptions.httpPutResponseHopLimit, 1);
    }
  });

  it("joins local disks only if the profile asks for it", () => {
    const raid0 = nodeClassNames.filter(
      (name) => "instanceStorePolicy" in ec2NodeClassSpec(nodeClassProfiles[name], placement),
    );
    assert.deepEqual(raid0, [
      "gpu-optimized",
      "gpu-training",
      "inferentia-inf2",
      "trainium-trn1",
      "x86-cpu-karpenter",
    ]);
  });
});
