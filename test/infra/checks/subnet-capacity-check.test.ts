import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

/** The production stack without ranges for pods, and with one tier of cores. */
const production = (network: Record<string, unknown>, tiers: Record<string, unknown>) =>
  stackFaults("production-us-east-1", (values) => {
    const section = (values.network ??= {});
    delete section["podCidrs"];
    Object.assign(section, network);
    values.tiers = tiers as NonNullable<typeof values.tiers>;
  });

const cores = (cpu: number, more: Record<string, unknown> = {}) => ({
  "multi-arch": { limits: { cpu }, ...more },
});

describe("addresses of the subnets", () => {
  it("are too few for a thousand cores of the smallest nodes in a /16", () => {
    assert.deepEqual(production({}, cores(1000)), [
      "tiers.multi-arch.limits: may need more addresses than there are, got 33000 (1000 c6g.medium of 33); expected at most 24468: the private subnets in us-east-1a, us-east-1b, us-east-1c; add network.podCidrs, widen network.cidr, or lower the limits",
    ]);
  });

  it("are enough at a limit that fits to the last node, and not at one node more", () => {
    // 3 x (8192 - 32 - 4 endpoints) = 24468, less 4 system nodes of 49 = 24272 = 735 x 33 + 17.
    assert.deepEqual(production({}, cores(735)), []);
    assert.deepEqual(production({}, cores(736)), [
      "network.cidr: the pools together may need more addresses than there are, got 24484: multi-arch 24288 (736 c6g.medium of 33), system nodes 196 (4 m7i.large of 49); expected at most 24468: the private subnets in us-east-1a, us-east-1b, us-east-1c; add network.podCidrs, widen network.cidr, or lower the limits",
    ]);
  });

  it("are too few in a /20 for tiers that fit into a /16", () => {
    const faults = production({ cidr: "10.40.0.0/20" }, cores(100));
    assert.deepEqual(faults, [
      "tiers.multi-arch.limits: may need more addresses than there are, got 3300 (100 c6g.medium of 33); expected at most 1428: the private subnets in us-east-1a, us-east-1b, us-east-1c; add network.podCidrs, widen network.cidr, or lower the limits",
    ]);
    assert.deepEqual(production({}, cores(100)), []);
  });

  it("are counted in the zones of a tier, so a tier in one zone is reported with its zone", () => {
    assert.deepEqual(production({}, cores(300, { zones: ["us-east-1b"] })), [
      "tiers.multi-arch.limits: may need more addresses than there are, got 9900 (300 c6g.medium of 33); expected at most 8156: the private subnets in us-east-1b; add network.podCidrs, widen network.cidr, or lower the limits",
    ]);
    assert.deepEqual(production({}, cores(300)), []);
  });

  it("are shared by the tiers that are bound to the same zones", () => {
    const inZone = { zones: ["us-east-1a"] };
    assert.deepEqual(
      production(
        {},
        {
          ...cores(150, inZone),
          "multi-arch-b": { limits: { cpu: 150 }, weight: 49, ...inZone },
        },
      ),
      [
        "network.cidr: the pools together may need more addresses than there are, got 9900: multi-arch 4950 (150 c6g.medium of 33), multi-arch-b 4950 (150 c6g.medium of 33); expected at most 8156: the private subnets in us-east-1a; add network.podCidrs, widen network.cidr, or lower the limits",
      ],
    );
  });

  it("come from the pod ranges for pods, and from the VPC's range for interfaces alone", () => {
    const podCidrs = ["100.64.0.0/16", "100.65.0.0/16"];
    assert.deepEqual(production({ podCidrs }, cores(1000)), []);
    assert.deepEqual(production({ podCidrs: ["100.64.0.0/16"] }, cores(1000)), [
      "tiers.multi-arch.limits: may need more addresses than there are, got 33000 (1000 c6g.medium of 33); expected at most 24480: the subnets of network.podCidrs in us-east-1a, us-east-1b, us-east-1c; add a range to network.podCidrs, or lower the limits",
    ]);
    assert.deepEqual(
      production({ cidr: "10.40.0.0/20", podCidrs: [...podCidrs, "100.66.0.0/16"] }, cores(1450)),
      [
        "tiers.multi-arch.limits: may need more addresses than there are, got 1450 (1450 c6g.medium of 1); expected at most 1428: the private subnets (only for nodes) in us-east-1a, us-east-1b, us-east-1c; widen network.cidr, or lower the limits",
      ],
    );
  });

  it("are counted for the nodes of a static pool, and not for a retired one", () => {
    const zones = ["us-east-1a"];
    const trainium = (changes: Record<string, unknown>) =>
      production({ cidr: "10.40.0.0/20" }, { "trainium-trn1": { zones, ...changes } });
    assert.deepEqual(trainium({ replicas: 10, limits: {} }), [
      "tiers.trainium-trn1.limits: may need more addresses than there are, got 490 (10 trn1.2xlarge of 49); expected at most 476: the private subnets in us-east-1a; add network.podCidrs, widen network.cidr, or lower the limits",
    ]);
    assert.deepEqual(
      production({}, { ...cores(735), "multi-arch-b": { retired: true, weight: 49 } }),
      [],
    );
  });

  it("are not counted in a network that cannot be laid out, which another check reports", () => {
    assert.deepEqual(production({ cidr: "10.40.0.0/21" }, cores(1000)), [
      'network.cidr: too small, got "10.40.0.0/21"; expected a range from /16 to /20; choose another prefix length',
    ]);
  });
});
