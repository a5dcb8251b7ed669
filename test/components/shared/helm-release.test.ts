import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { chartSources } from "../../../components/shared/chart-sources";
import { helmRelease } from "../../../components/shared/helm-release";
import { registeredResources, theResource } from "../../support/registered-resources";

describe("helmRelease", () => {
  it("names the release, waits long, undoes failures and keeps five revisions", async () => {
    const resources = await registeredResources(() =>
      helmRelease(
        "logical",
        {
          releaseName: "physical",
          namespace: "somewhere",
          source: chartSources.gpuOperator,
          version: "v26.7.0",
          values: { a: 1 },
        },
        {},
      ),
    );
    assert.deepEqual(theResource(resources, "logical").inputs, {
      name: "physical",
      namespace: "somewhere",
      chart: "gpu-operator",
      repositoryOpts: { repo: "https://helm.ngc.nvidia.com/nvidia" },
      version: "v26.7.0",
      values: { a: 1 },
      timeout: 900,
      atomic: true,
      skipCrds: false,
      maxHistory: 5,
      disableOpenapiValidation: false,
      // The SDK adds this to every release.
      compat: "true",
    });
  });

  it("accepts another value for each default", async () => {
    const resources = await registeredResources(() =>
      helmRelease(
        "logical",
        {
          releaseName: "physical",
          namespace: "somewhere",
          source: chartSources.karpenter,
          version: "1.14.1",
          values: {},
          timeoutSeconds: 60,
          atomic: false,
          skipCrds: true,
          maxHistory: 1,
          disableOpenapiValidation: true,
        },
        {},
      ),
    );
    assert.deepEqual(theResource(resources, "logical").inputs, {
      name: "physical",
      namespace: "somewhere",
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      version: "1.14.1",
      values: {},
      timeout: 60,
      atomic: false,
      skipCrds: true,
      maxHistory: 1,
      disableOpenapiValidation: true,
      compat: "true",
    });
  });
});

describe("chartSources", () => {
  it("are the addresses in the documentation of the vendors", () => {
    assert.deepEqual(chartSources, {
      karpenter: { chart: "oci://public.ecr.aws/karpenter/karpenter" },
      karpenterCrd: { chart: "oci://public.ecr.aws/karpenter/karpenter-crd" },
      gpuOperator: { chart: "gpu-operator", repository: "https://helm.ngc.nvidia.com/nvidia" },
      nvidiaDevicePlugin: {
        chart: "nvidia-device-plugin",
        repository: "https://nvidia.github.io/k8s-device-plugin",
      },
      dcgmExporter: {
        chart: "dcgm-exporter",
        repository: "https://nvidia.github.io/dcgm-exporter/helm-charts",
      },
      neuron: { chart: "oci://public.ecr.aws/neuron/neuron-helm-chart" },
      efaDevicePlugin: {
        chart: "aws-efa-k8s-device-plugin",
        repository: "https://aws.github.io/eks-charts",
      },
    });
  });
});
