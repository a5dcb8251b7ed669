import assert from "node:assert/strict";
import { describe, it } from "mocha";

import {
  acceleratorOf,
  instanceType,
  instanceTypes,
} from "../../../scheduling/catalogue/instance-catalogue";
import {
  migInstancesPerGpu,
  migProfiles,
  migProfilesOf,
} from "../../../scheduling/catalogue/mig-profiles";

/** `assets/state-mig-manager/0400_configmap.yaml` of the GPU Operator v26.7.0, by the types with those GPUs. */
const instancesByType: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "p4d.24xlarge": {
    "1g.5gb": 7,
    "1g.10gb": 4,
    "2g.10gb": 3,
    "3g.20gb": 2,
    "4g.20gb": 1,
    "7g.40gb": 1,
  },
  "p4de.24xlarge": {
    "1g.10gb": 7,
    "1g.20gb": 4,
    "2g.20gb": 3,
    "3g.40gb": 2,
    "4g.40gb": 1,
    "7g.80gb": 1,
  },
  "p5.48xlarge": {
    "1g.10gb": 7,
    "1g.20gb": 4,
    "2g.20gb": 3,
    "3g.40gb": 2,
    "4g.40gb": 1,
    "7g.80gb": 1,
  },
  "p5en.48xlarge": {
    "1g.18gb": 7,
    "1g.35gb": 4,
    "2g.35gb": 3,
    "3g.71gb": 2,
    "4g.71gb": 1,
    "7g.141gb": 1,
  },
  "p6-b200.48xlarge": {
    "1g.23gb": 7,
    "1g.45gb": 4,
    "2g.45gb": 3,
    "3g.90gb": 2,
    "4g.90gb": 1,
    "7g.180gb": 1,
  },
  "p6-b300.48xlarge": {
    "1g.34gb": 7,
    "1g.67gb": 4,
    "2g.67gb": 3,
    "3g.135gb": 2,
    "4g.135gb": 1,
    "7g.269gb": 1,
  },
};

describe("MIG profiles", () => {
  for (const [name, instances] of Object.entries(instancesByType)) {
    it(`of ${name} are those that the MIG manager applies`, () => {
      const type = instanceType(name);
      assert.ok(type !== undefined);
      assert.deepEqual(
        Object.fromEntries(
          migProfilesOf(type).map((profile) => [profile, migInstancesPerGpu(type, profile)]),
        ),
        instances,
      );
    });
  }

  it("exist only for A100, H100, H200, B200 and B300", () => {
    const families = instanceTypes()
      .filter((type) => migProfilesOf(type).length > 0)
      .map(({ name }) => name);
    assert.deepEqual(families, [
      "p4d.24xlarge",
      "p4de.24xlarge",
      "p5.48xlarge",
      "p5.4xlarge",
      "p5e.48xlarge",
      "p5en.48xlarge",
      "p6-b200.48xlarge",
      "p6-b300.48xlarge",
    ]);
  });

  it("never use more than the seven compute slices of a GPU", () => {
    for (const type of instanceTypes()) {
      assert.ok(migProfilesOf(type).length === 0 || (acceleratorOf(type)?.count ?? 0) > 0);
      for (const profile of migProfilesOf(type)) {
        const slices = Number(profile.charAt(0)) * (migInstancesPerGpu(type, profile) ?? 0);
        assert.ok(slices <= 7, `${type.name} ${profile}: ${slices}`);
      }
    }
  });

  it("are listed once each, and no type has an unknown profile", () => {
    const all = Object.values(instancesByType).flatMap((instances) => Object.keys(instances));
    assert.deepEqual(migProfiles, [...new Set(all)].sort());
    const none = instanceType("m5.large");
    assert.ok(none !== undefined);
    assert.equal(migInstancesPerGpu(none, "1g.5gb"), undefined);
    const type = instanceType("p5.48xlarge");
    assert.ok(type !== undefined);
    assert.equal(migInstancesPerGpu(type, "1g.5gb"), undefined);
  });
});
