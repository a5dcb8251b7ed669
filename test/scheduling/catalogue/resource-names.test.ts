import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as names from "../../../scheduling/catalogue/resource-names";

describe("the resources of devices", () => {
  // The device plugins of NVIDIA, of AMD, and of AWS for Neuron and EFA register these names.
  it("have the names that their device plugins use", () => {
    assert.deepEqual(
      { ...names },
      {
        nvidiaGpuResource: "nvidia.com/gpu",
        amdGpuResource: "amd.com/gpu",
        neuronResource: "aws.amazon.com/neuron",
        neuronCoreResource: "aws.amazon.com/neuroncore",
        efaResource: "vpc.amazonaws.com/efa",
        // https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/
        hugePagesResource: "hugepages-2Mi",
      },
    );
  });
});
