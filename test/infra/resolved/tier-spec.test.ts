import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodePool } from "../../../components/node-pools/node-pool.builder";
import type { PlatformConfig } from "../../../infra/config/schema";
import { platformSpec, type PlatformSpec } from "../../../infra/resolved/platform-spec";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { stackConfig } from "../../support/stack-values";

const reservations = [{ id: "cr-0123456789abcdef0" }];

function specWith(changes: Partial<PlatformConfig>): PlatformSpec {
  return platformSpec({ ...stackConfig("production-us-east-1"), ...changes });
}

function capacityTypes(spec: PlatformSpec): Record<string, readonly string[]> {
  return Object.fromEntries(spec.tiers.map(({ name, profile }) => [name, profile.capacityTypes]));
}

describe("the capacity types of a tier", () => {
  it("are its profile's while no reservation is selected", () => {
    const spec = specWith({ tiers: { "gpu-training": {}, "gpu-inference": {} } });
    assert.deepEqual(capacityTypes(spec), {
      "gpu-training": ["on-demand"],
      "gpu-inference": ["spot", "on-demand"],
    });
  });

  it("begin with reserved only in a training tier whose class selects reservations", () => {
    const spec = specWith({
      tiers: { "gpu-training": {}, "gpu-training-b": {}, "gpu-inference": {} },
      nodeClasses: {
        "gpu-training": { capacityReservations: reservations },
        "gpu-optimized": { capacityReservations: reservations },
      },
    });
    assert.deepEqual(capacityTypes(spec), {
      "gpu-training": ["reserved", "on-demand"],
      "gpu-training-b": ["on-demand"],
      "gpu-inference": ["spot", "on-demand"],
    });
  });

  it("are those of the stack file when it names them, such as a capacity block alone", () => {
    const spec = specWith({
      tiers: { "gpu-training": { capacityTypes: ["reserved"] } },
      nodeClasses: { "gpu-training": { capacityReservations: reservations } },
    });
    assert.deepEqual(capacityTypes(spec), { "gpu-training": ["reserved"] });
  });
});

describe("the grace period of a tier", () => {
  const graceOf = (
    tier: NonNullable<PlatformConfig["tiers"]["gpu-training"]>,
    reservation: { readonly capacityBlock?: boolean } = {},
  ) => {
    const { tiers, nodeClasses } = specWith({
      tiers: { "gpu-training": tier },
      nodeClasses: {
        "gpu-training": { capacityReservations: [{ id: "cr-0123456789abcdef0", ...reservation }] },
      },
    });
    assert.deepEqual(nodeClasses[0]?.capacityReservations, [{ id: "cr-0123456789abcdef0" }]);
    const [spec] = tiers.map(nodePool);
    return spec?.spec.template.spec.terminationGracePeriod;
  };

  it("is ten minutes with capacity blocks, so that pods with do-not-disrupt get SIGTERM before EC2 takes the node", () => {
    assert.equal(graceOf({}, { capacityBlock: true }), "10m");
    assert.equal(graceOf({ capacityTypes: ["reserved"] }, { capacityBlock: true }), "10m");
  });

  it("does not exist for training without capacity blocks, so that a job runs to its end", () => {
    assert.equal(graceOf({}), undefined);
    assert.equal(graceOf({ capacityTypes: ["on-demand"] }, { capacityBlock: true }), undefined);
  });

  it("is the one of the stack file when it names one", () => {
    assert.equal(graceOf({ terminationGracePeriod: "5m" }, { capacityBlock: true }), "5m");
    assert.equal(graceOf({ terminationGracePeriod: "24h" }), "24h");
  });
});

describe("a tier with EFA", () => {
  const [tier] = specWith({
    tiers: { "gpu-training": { efa: true, gpus: ["a100-40gb", "a10g"] } },
  }).tiers;

  it("launches only types that have it, on nodes with the label of its plugin", () => {
    assert.equal(tier?.efa, true);
    assert.equal(tier?.profile.labels["vpc.amazonaws.com/efa.present"], "true");
    const types = launchableTypes(requirementsOf(tier?.requirements ?? []));
    assert.deepEqual(
      types.map(({ name }) => name),
      ["g5.12xlarge", "g5.16xlarge", "g5.24xlarge", "g5.48xlarge", "g5.8xlarge", "p4d.24xlarge"],
    );
  });
});

describe("the slots of a tier", () => {
  const spec = specWith({
    tiers: {
      "gpu-training": { retired: true },
      "gpu-training-b": { weight: 91 },
      "multi-arch": { nodeClass: "gpu-optimized-b" },
    },
    nodeClasses: { "gpu-training-b": { amiAlias: "al2023@v20261101", volume: { sizeGiB: 1000 } } },
  });

  it("have a node class each, and changes of one do not change the other", () => {
    assert.deepEqual(
      spec.tiers.map(({ name, nodeClass, retired }) => [name, nodeClass, retired]),
      [
        ["gpu-training", "gpu-training", true],
        ["gpu-training-b", "gpu-training-b", false],
        ["multi-arch", "gpu-optimized-b", false],
      ],
    );
    const classes = spec.nodeClasses.map(({ name, ami, profile }) => [
      name,
      ami,
      profile.rootVolume.sizeGiB,
    ]);
    assert.deepEqual(classes, [
      ["gpu-optimized-b", { os: "al2023", alias: "al2023@v20260903" }, 200],
      ["gpu-training", { os: "al2023", alias: "al2023@v20260903" }, 50],
      ["gpu-training-b", { os: "al2023", alias: "al2023@v20261101" }, 1000],
    ]);
  });
});

describe("the node class of a stack", () => {
  const classWith = (overrides: PlatformConfig["nodeClasses"]["gpu-training"]) =>
    specWith({
      tiers: { "gpu-training": {} },
      nodeClasses: { "gpu-training": overrides ?? {} },
    }).nodeClasses[0];

  it("uses Karpenter's key for the account of shared reservations", () => {
    const reserved = classWith({
      capacityReservations: [{ tags: { team: "ml" }, ownerId: "123456789012" }],
    });
    assert.deepEqual(reserved?.capacityReservations, [
      { tags: { team: "ml" }, ownerID: "123456789012" },
    ]);
  });

  it("names a created placement group after cluster and class", () => {
    assert.deepEqual(classWith({ placementGroup: { own: true } })?.placementGroup, {
      name: "production-us-east-1-gpu-training",
      own: true,
    });
    assert.deepEqual(classWith({ placementGroup: { name: "p5" } })?.placementGroup, {
      name: "p5",
      own: false,
    });
    assert.deepEqual(classWith({ placementGroup: { id: "pg-0123" } })?.placementGroup, {
      id: "pg-0123",
      own: false,
    });
    assert.equal(classWith({})?.placementGroup, undefined);
  });
});
