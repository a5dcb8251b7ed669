import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const production = "production-us-east-1";

const withNetwork = (changes: Record<string, unknown>, stack = production) =>
  stackFaults(stack, ({ network }) => {
    Object.assign((network ??= {}), changes);
  });

describe("ranges for pods", () => {
  it("are refused outside of 100.64.0.0/10, out of size, misaligned, or overlapping", () => {
    const expected =
      "expected a range within 100.64.0.0/10, /16 to /20, apart from the others; choose another range, such as 100.64.0.0/16";
    const podCidrs = [
      "100.64.0.0/16",
      "100.64.128.0/20",
      "10.99.0.0/16",
      "100.96.0.0/15",
      "100.70.0.0/21",
    ];
    // Four at most: the schema says so before anything else.
    assert.deepEqual(withNetwork({ podCidrs: podCidrs.slice(0, 4) }), [
      `network.podCidrs[1]: overlaps 100.64.0.0/16, got "100.64.128.0/20"; ${expected}`,
      `network.podCidrs[2]: not among the shared addresses of RFC 6598, got "10.99.0.0/16"; ${expected}`,
      `network.podCidrs[3]: too large for a VPC, got "100.96.0.0/15"; ${expected}`,
    ]);
    assert.deepEqual(withNetwork({ podCidrs: ["100.70.0.0/21", "100.64.1.0/16"] }), [
      `network.podCidrs[0]: too small for a subnet in each of six zones, got "100.70.0.0/21"; ${expected}`,
      `network.podCidrs[1]: not the first address of its range, got "100.64.1.0/16"; ${expected}`,
    ]);
  });

  it("are refused when they overlap the VPC's range", () => {
    assert.deepEqual(
      withNetwork({
        cidr: "100.64.0.0/16",
        podCidrs: ["100.64.0.0/16", "100.65.0.0/16", "100.66.0.0/16"],
      }),
      [
        'network.podCidrs[0]: overlaps network.cidr, got "100.64.0.0/16"; expected a range within 100.64.0.0/10, /16 to /20, apart from the others; choose another range, such as 100.64.0.0/16',
      ],
    );
  });

  it("are refused when a VPC would have more than five ranges", () => {
    const podCidrs = [64, 65, 66, 67, 68].map((octet) => `100.${octet}.0.0/16`);
    assert.match(
      withNetwork({ podCidrs }).join("\n"),
      /^network\.podCidrs: .*at most four, because a VPC has five ranges by default/,
    );
  });

  it("are refused with a VPC CNI that leaves pods in the nodes' subnets", () => {
    const faults = stackFaults(production, ({ versions }) => {
      const addons = (versions ?? {})["addons"] as Record<string, unknown>;
      addons["vpc-cni"] = "v1.21.2-eksbuild.1";
    });
    assert.deepEqual(faults, [
      'versions.addons.vpc-cni: too old for network.podCidrs, got "v1.21.2-eksbuild.1"; expected v1.22.1 or newer; raise the add-on first, or remove network.podCidrs',
    ]);
  });
});

describe("the VPC's range", () => {
  it("is refused when it overlaps Docker's range", () => {
    assert.deepEqual(withNetwork({ cidr: "172.17.0.0/16" }), [
      'network.cidr: overlaps a range that nodes use themselves, got "172.17.0.0/16"; expected a range apart from 172.17.0.0/16; choose another range',
    ]);
  });
});

describe("the control plane's zones", () => {
  it("may be others than the zones of the nodes, and have ids too", () => {
    const changes = {
      zones: ["us-east-1b", "us-east-1c", "us-east-1d"],
      controlPlaneZones: ["us-east-1a", "us-east-1b"],
    };
    const zoneIds = { "us-east-1a": "use1-az1", "us-east-1b": "use1-az2" };
    assert.deepEqual(withNetwork({ ...changes, zoneIds }), []);
  });

  it("are two at least, of the region, each once", () => {
    assert.match(
      withNetwork({ controlPlaneZones: ["us-east-1a"] }).join("\n"),
      /^network\.controlPlaneZones: .*at least two zones, because EKS asks for subnets in two/,
    );
    assert.deepEqual(
      withNetwork({ controlPlaneZones: ["us-east-1a", "us-west-2a", "us-east-1a"] }),
      [
        'network.controlPlaneZones[1]: zone of another region, got "us-west-2a"; expected a zone of us-east-1, such as us-east-1a; correct the zone\'s name',
        'network.controlPlaneZones[2]: zone named twice, got "us-east-1a"; expected each zone once; correct the zone\'s name',
      ],
    );
  });

  it("are refused beside an existing cluster, whose control plane is another's", () => {
    const faults = stackFaults(production, ({ network, cluster }) => {
      Object.assign((network ??= {}), { controlPlaneZones: ["us-east-1a", "us-east-1b"] });
      Object.assign((cluster ??= {}), { existing: {} });
    });
    assert.ok(
      faults.some((fault) =>
        fault.startsWith(
          "network.controlPlaneZones: only for a cluster that the stack creates, got ",
        ),
      ),
      faults.join("\n"),
    );
  });
});

describe("zone ids", () => {
  const zoneIds = (ids: Record<string, string>) => withNetwork({ zoneIds: ids });

  it("are accepted when they belong to the region, one for each zone", () => {
    assert.deepEqual(zoneIds({ "us-east-1a": "use1-az4", "us-east-1b": "use1-az6" }), []);
    assert.deepEqual(
      withNetwork(
        {
          zoneIds: {
            "ap-northeast-1a": "apne1-az4",
            "ap-northeast-1c": "apne1-az1",
            "ap-northeast-1d": "apne1-az2",
          },
        },
        "production-ap-northeast-1",
      ),
      [],
    );
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
  it("are refused for zones without an EKS control plane", () => {
    assert.deepEqual(zoneIds({ "us-east-1a": "use1-az4", "us-east-1b": "use1-az3" }), [
      'network.zoneIds.us-east-1b: EKS cannot place a control plane in us-east-1b, got "use1-az3"; expected a zone other than use1-az3, usw1-az2, cac1-az3; set network.controlPlaneZones: [us-east-1a, us-east-1c]',
    ]);
  });

  it("are accepted there for zones of nodes alone", () => {
    const changes = {
      zoneIds: { "us-east-1a": "use1-az4", "us-east-1b": "use1-az3" },
      controlPlaneZones: ["us-east-1a", "us-east-1c"],
    };
    assert.deepEqual(withNetwork(changes), []);
  });

  it("are refused when they belong to another region, or when two zones have the same", () => {
    assert.deepEqual(
      zoneIds({ "us-east-1a": "use1-az4", "us-east-1b": "usw2-az1", "us-east-1c": "use1-az4" }),
      [
        'network.zoneIds.us-east-1b: zone id of another region, got "usw2-az1"; expected an id of us-east-1, such as use1-az1; read them with aws ec2 describe-availability-zones',
        'network.zoneIds.us-east-1c: also the id of us-east-1a, got "use1-az4"; expected an id for each zone; read them with aws ec2 describe-availability-zones',
      ],
    );
  });
});
