import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { tierProfiles, withoutNewestDriver } from "../../../components/node-pools/tier-profiles";
import type { PlatformConfig } from "../../../infra/config/schema";
import { configuredTiers } from "../../../infra/resolved/configured-tiers";
import { profileForDriver } from "../../../infra/resolved/driver-support";
import { launchableByTier } from "../../../infra/resolved/launchable-by-tier";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { stackConfig } from "../../support/stack-values";
import { stackFaults } from "../../support/stack-faults";

const ubuntuAmi = "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810";
const al2023 = { stack: "al2023-operator" } as const;
const ubuntu = { stack: "ubuntu-operator", ubuntuAmi } as const;
const oldDriver = { ...ubuntu, driverVersion: "580.126.20" } as const;
const bottlerocket = {
  stack: "bottlerocket-operator",
  amiAlias: "bottlerocket@v1.53.0",
} as const;
const tiers = { "gpu-general": { families: ["g6" as const, "g7" as const] } };

// g7 needs driver 595: https://github.com/awslabs/amazon-eks-ami/blob/main/doc/usage/g7-ami.md
describe("g7, whose GPUs need a newer driver than the AMIs have", () => {
  const familiesOf = (gpu: PlatformConfig["gpu"]) => {
    const config = { ...stackConfig("production-us-east-1"), gpu, tiers };
    const [tier] = configuredTiers(tiers, gpu);
    const [spec] = platformSpec(config).tiers;
    assert.ok(tier !== undefined && spec !== undefined);
    const checked = launchableByTier(tier).map(({ name }) => name);
    const launched = launchableTypes(requirementsOf(spec.requirements)).map(({ name }) => name);
    assert.deepEqual(checked, launched, "the checks and the NodePool have the same types");
    return new Set(launched.map((name) => name.split(".")[0]));
  };

  it("is launched on ubuntu-operator, where the operator installs the driver", () => {
    assert.deepEqual(familiesOf(ubuntu), new Set(["g6", "g7"]));
    assert.deepEqual(familiesOf({ ...ubuntu, driverVersion: "595.91.07" }), new Set(["g6", "g7"]));
  });

  it("is not launched with an older driver, nor on AL2023 and Bottlerocket", () => {
    for (const gpu of [oldDriver, al2023, bottlerocket]) {
      assert.deepEqual(familiesOf(gpu), new Set(["g6"]), gpu.stack);
    }
  });

  it("is refused with the reason where a tier names it and the nodes' driver is too old", () => {
    const faults = (gpu: object) =>
      stackFaults("production-us-east-1", (sections) => {
        Object.assign(sections, { gpu, tiers, maintenanceWindow: undefined });
      }).filter((fault) => fault.startsWith("tiers.gpu-general"));
    assert.deepEqual(faults(ubuntu), []);
    for (const gpu of [oldDriver, al2023, bottlerocket]) {
      assert.match(
        faults(gpu).join("\n"),
        /^tiers\.gpu-general\.families\[1\]: needs NVIDIA's driver 595 or newer, which the nodes of gpu\.stack [a-z0-9-]+ do not have, got "g7"/,
      );
    }
  });

  it("is excluded by one requirement of every profile with NVIDIA GPUs, which the stack leaves out", () => {
    for (const profile of Object.values(tierProfiles).filter(({ gpus }) => gpus !== undefined)) {
      assert.ok(profile.requirements.includes(withoutNewestDriver), profile.purpose);
      const { requirements } = profileForDriver(profile, ubuntu);
      assert.equal(requirements.length, profile.requirements.length - 1);
      assert.equal(profileForDriver(profile, ubuntu), profileForDriver(profile, ubuntu));
      assert.equal(profileForDriver(profile, al2023), profile);
    }
  });
});
