import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parse } from "yaml";

import {
  sharedResource,
  sharingLabels,
  timeSlicingConfigs,
} from "../../../components/shared/gpu-sharing";

const timeSlicing = { kind: "time-slicing", replicas: 4 } as const;
const mixed = { kind: "mig", profile: "1g.10gb", strategy: "mixed" } as const;
const single = { ...mixed, strategy: "single" } as const;

describe("shared GPUs", () => {
  it("have their own resource name, except for MIG instances with the strategy single", () => {
    assert.equal(sharedResource(timeSlicing), "nvidia.com/gpu.shared");
    assert.equal(sharedResource(mixed), "nvidia.com/mig-1g.10gb");
    assert.equal(sharedResource(single), "nvidia.com/gpu");
  });

  it("are configured by the label that the device plugin or the MIG manager reads", () => {
    assert.deepEqual(sharingLabels(timeSlicing), {
      "nvidia.com/device-plugin.config": "time-slicing-4",
    });
    assert.deepEqual(sharingLabels(mixed), { "nvidia.com/mig.config": "all-1g.10gb" });
    assert.deepEqual(sharingLabels(single), { "nvidia.com/mig.config": "all-1g.10gb" });
  });

  it("have a configuration for every label", () => {
    const configs = timeSlicingConfigs();
    for (let replicas = 2; replicas <= 16; replicas += 1) {
      const label = sharingLabels({ kind: "time-slicing", replicas });
      const text = configs[label["nvidia.com/device-plugin.config"] ?? ""];
      // The fields are those of api/config/v1 in NVIDIA/k8s-device-plugin v0.20.0.
      assert.deepEqual(parse(text ?? ""), {
        version: "v1",
        sharing: {
          timeSlicing: {
            renameByDefault: true,
            failRequestsGreaterThanOne: true,
            resources: [{ name: "nvidia.com/gpu", replicas }],
          },
        },
      });
    }
    assert.equal(Object.keys(configs).length, 15);
  });
});
