import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as names from "../../../scheduling/catalogue/resource-names";

describe("the resources of devices", () => {
  // As the device plugins register them: NVIDIA's, AMD's, AWS' for Neuron and for EFA.
  it("are called as their device plugins call them", () => {
    assert.deepEqual(
      { ...names },
      {
        nvidiaGpuResource: "nvidia.com/gpu",
        amdGpuResource: "amd.com/gpu",
        neuronResource: "aws.amazon.com/neuron",
        neuronCoreResource: "aws.amazon.com/neuroncore",
        efaResource: "vpc.amazonaws.com/efa",
      },
    );
  });
});
