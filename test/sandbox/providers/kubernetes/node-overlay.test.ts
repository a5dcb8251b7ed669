import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { Properties } from "../../../../sandbox/providers/cloud-state";
import { crdRelease, ExampleCluster, karpenterRelease, types } from "./example-cluster";

const overlayType = "kubernetes:karpenter.sh/v1alpha1:NodeOverlay";

function overlay(capacity: Properties = { "nvidia.com/gpu.shared": "4" }): Properties {
  return {
    apiVersion: "karpenter.sh/v1alpha1",
    kind: "NodeOverlay",
    metadata: { name: "gpu-gpus-1" },
    spec: {
      requirements: [{ key: "karpenter.sh/nodepool", operator: "In", values: ["gpu"] }],
      capacity,
    },
  };
}

/** A cluster whose Karpenter has the feature gate on or off. */
function clusterWith(nodeOverlay: boolean): ExampleCluster {
  const cluster = new ExampleCluster();
  cluster.make(types.release, crdRelease);
  const settings = { clusterName: "platform", featureGates: { nodeOverlay } };
  cluster.make(types.release, { ...karpenterRelease, values: { settings } });
  return cluster;
}

describe("a NodeOverlay in the sandbox", () => {
  it("is stored where Karpenter reads overlays", () => {
    const { id, outputs } = clusterWith(true).make(overlayType, overlay());
    assert.equal(id, "gpu-gpus-1");
    assert.deepEqual(outputs.spec, overlay().spec);
  });

  it("is refused while the feature gate is off, because Karpenter would ignore it without a message", () => {
    assert.throws(
      () => clusterWith(false).make(overlayType, overlay()),
      /^Error: NodeOverlay gpu-gpus-1 has no effect \(emulation, .*values\.settings\.featureGates\.nodeOverlay; turn the gate on first$/,
    );
  });

  it("is refused until the chart of the CRDs has added its kind", () => {
    assert.throws(
      () => new ExampleCluster().make(overlayType, overlay()),
      /no matches for kind "NodeOverlay" in version "karpenter\.sh\/v1alpha1"/,
    );
  });

  it("is validated with the CRD", () => {
    assert.throws(
      () => clusterWith(true).make(overlayType, overlay({ cpu: "4" })),
      /NodeOverlay\.karpenter\.sh\/v1alpha1 "gpu-gpus-1" is invalid: spec\.capacity: .*invalid resource restricted/,
    );
  });
});
