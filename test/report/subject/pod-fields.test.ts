import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { misspeltPodFields } from "../../../report/subject/pod-fields";
import { pathText } from "../../../scheduling/values/fault";
import { jobManifest, poolManifest, reportOf } from "../../support/report-of-manifests";

describe("misspelt fields of a pod", function () {
  this.timeout(120_000);

  it("are told with the field that was meant", () => {
    const pod = {
      spec: {
        toleration: [],
        tolerations: [{ Key: "nvidia.com/gpu" }],
        containers: [{ name: "c", resources: { limit: { cpu: "1" } } }],
        initContainers: [{ name: "i", resource: {} }],
      },
    };
    assert.deepEqual(
      misspeltPodFields(pod).map(({ path, fix }) => `${pathText(path)}: ${fix ?? ""}`),
      [
        "spec.toleration: write tolerations",
        "spec.tolerations[0].Key: write key",
        "spec.containers[0].resources.limit: write limits",
        "spec.initContainers[0].resource: write resources",
      ],
    );
  });

  it("are none where the field may be of a newer Kubernetes, or where the pod is none", () => {
    assert.deepEqual(misspeltPodFields({ spec: { fieldOfTomorrow: 1 } }), []);
    assert.deepEqual(misspeltPodFields("pod"), []);
  });

  it("are named as refused by strict validation, and the workload is placed without them", async () => {
    const job = jobManifest("typo", [{ limit: { "nvidia.com/gpu": 1 } }]);
    const model = await reportOf([poolManifest("g6"), job]);
    const told = model.refused.map(({ name, isOnlyStrict }) => [name, isOnlyStrict]);
    assert.deepEqual(told, [["Job typo", true]]);
    assert.match(
      model.refused[0]?.faults[0] ?? "",
      /^spec\.containers\[0\]\.resources\.limit: is no/,
    );
  });
});
