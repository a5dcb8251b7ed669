import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { neuronValues } from "../../../components/neuron/helm-values.builder";
import { NeuronDevicePlugin } from "../../../components/neuron/neuron-device-plugin";
import {
  nameOf,
  type RegisteredResource,
  registeredResources,
  theResource,
} from "../../support/registered-resources";

const pools = [{ name: "inferentia", taints: [], instanceTypes: ["inf2.xlarge"] }];
const component = "accelerator-platform:neuron:NeuronDevicePlugin::neuron";

describe("NeuronDevicePlugin", () => {
  let resources: readonly RegisteredResource[];

  before(async () => {
    resources = await registeredResources(
      () => new NeuronDevicePlugin("neuron", { version: "1.9.0", pools }),
    );
  });

  it("registers one release as its child", () => {
    assert.deepEqual(
      resources.map((resource) => [nameOf(resource), resource.parent]),
      [
        [component, ""],
        ["kubernetes:helm.sh/v3:Release::neuron-release", component],
      ],
    );
  });

  it("has the name of the release as output", () => {
    assert.deepEqual(theResource(resources, "neuron").outputs, {
      releaseName: "neuron-device-plugin",
    });
  });

  it("installs the chart in the namespace that its objects always use", () => {
    assert.deepEqual(theResource(resources, "neuron-release").inputs, {
      name: "neuron-device-plugin",
      namespace: "kube-system",
      chart: "oci://public.ecr.aws/neuron/neuron-helm-chart",
      version: "1.9.0",
      values: neuronValues({ pools }),
      timeout: 900,
      atomic: true,
      skipCrds: false,
      maxHistory: 5,
      disableOpenapiValidation: false,
      compat: "true",
    });
  });
});
