import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { GpuOperator } from "../../../components/gpu-operator/gpu-operator";
import { gpuOperatorValues } from "../../../components/gpu-operator/helm-values.builder";
import {
  nameOf,
  type RegisteredResource,
  registeredResources,
  theResource,
} from "../../support/registered-resources";

const pools = [
  {
    name: "gpu-training",
    taints: [{ key: "workload", value: "training", effect: "NoSchedule" as const }],
  },
];
const component = "accelerator-platform:gpu-operator:GpuOperator::gpu-operator";

describe("GpuOperator", () => {
  let resources: readonly RegisteredResource[];

  before(async () => {
    resources = await registeredResources(
      () => new GpuOperator("gpu-operator", { version: "v26.7.0", pools }),
    );
  });

  it("registers a namespace and a release in it, both as its children", () => {
    assert.deepEqual(
      resources.map((resource) => [nameOf(resource), resource.parent]),
      [
        [component, ""],
        ["kubernetes:core/v1:Namespace::gpu-operator-namespace", component],
        ["kubernetes:helm.sh/v3:Release::gpu-operator-release", component],
      ],
    );
    assert.deepEqual(theResource(resources, "gpu-operator-release").dependencies, [
      "kubernetes:core/v1:Namespace::gpu-operator-namespace",
    ]);
  });

  it("registers the names of both as outputs", () => {
    assert.deepEqual(theResource(resources, "gpu-operator").outputs, {
      namespaceName: "gpu-operator",
      releaseName: "gpu-operator",
    });
  });

  it("allows privileged agents in its namespace", () => {
    assert.deepEqual(theResource(resources, "gpu-operator-namespace").inputs, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "gpu-operator",
        labels: {
          "pod-security.kubernetes.io/enforce": "privileged",
          "pod-security.kubernetes.io/audit": "privileged",
          "pod-security.kubernetes.io/warn": "privileged",
        },
      },
    });
  });

  it("waits long enough for hooks, and skips the check against the API description of older CRDs", () => {
    const { values, ...release } = theResource(resources, "gpu-operator-release").inputs;
    assert.deepEqual(release, {
      name: "gpu-operator",
      namespace: "gpu-operator",
      chart: "gpu-operator",
      repositoryOpts: { repo: "https://helm.ngc.nvidia.com/nvidia" },
      version: "v26.7.0",
      timeout: 900,
      atomic: true,
      skipCrds: false,
      maxHistory: 5,
      disableOpenapiValidation: true,
      compat: "true",
    });
    assert.deepEqual(values, gpuOperatorValues({ pools }));
  });
});
