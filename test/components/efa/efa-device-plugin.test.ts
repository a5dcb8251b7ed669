import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { EfaDevicePlugin } from "../../../components/efa/efa-device-plugin";
import { efaDevicePluginValues } from "../../../components/efa/helm-values.builder";
import { registeredResources, theResource } from "../../support/registered-resources";

describe("EfaDevicePlugin", () => {
  it("makes one release of the pinned chart", async () => {
    const settings = { region: "us-east-1", pools: [] };
    const resources = await registeredResources(
      () => new EfaDevicePlugin("efa", { version: "v0.5.30", ...settings }),
    );
    assert.equal(resources.length, 2);
    const { inputs } = theResource(resources, "efa-release");
    const { name, namespace, chart, version, repositoryOpts, values } = inputs;
    assert.deepEqual(
      { name, namespace, chart, version, repositoryOpts, values },
      {
        name: "efa-device-plugin",
        namespace: "kube-system",
        chart: "aws-efa-k8s-device-plugin",
        version: "v0.5.30",
        repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
        values: efaDevicePluginValues(settings),
      },
    );
  });
});
