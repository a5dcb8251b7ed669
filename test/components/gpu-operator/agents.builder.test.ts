import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { gpuOperatorAgents } from "../../../components/gpu-operator/agents.builder";
import {
  gpuOperatorValues,
  type GpuOperatorSettings,
} from "../../../components/gpu-operator/helm-values.builder";

const pools = [
  { name: "training", taints: [{ key: "workload", value: "training", effect: "NoSchedule" }] },
] as const;

function names(settings: Partial<GpuOperatorSettings>): readonly string[] {
  return gpuOperatorAgents({ pools, ...settings }).map(({ name }) => name);
}

describe("gpuOperatorAgents", () => {
  it("gives every operand the tolerations of the Helm values, and selects nodes by its own label", () => {
    const [worker, ...operands] = gpuOperatorAgents({ pools });
    const values = gpuOperatorValues({ pools });
    assert.deepEqual(worker?.tolerations, values["node-feature-discovery"].worker.tolerations);
    for (const { name, tolerations, nodeSelector } of operands) {
      assert.deepEqual(tolerations, values.daemonsets.tolerations, name);
      const label = `nvidia.com/gpu.deploy.${name.replace("nvidia-", "")}`;
      assert.deepEqual(nodeSelector, { [label]: "true" });
    }
  });

  it("adds driver and container toolkit on Ubuntu, whose AMI has neither", () => {
    const ubuntu = names({ stack: "ubuntu-operator" });
    const added = ubuntu.filter((name) => !names({}).includes(name));
    assert.deepEqual(added, ["nvidia-driver", "nvidia-container-toolkit"]);
  });

  it("has the device plugin of the AMI instead of the operator's on Bottlerocket", () => {
    const bottlerocket = names({ stack: "bottlerocket-operator" });
    assert.ok(bottlerocket.includes("Bottlerocket's device plugin"));
    assert.ok(!bottlerocket.includes("nvidia-device-plugin"));
  });

  it("adds the MIG manager, and what removes the startup taint, if a tier partitions its GPUs", () => {
    assert.ok(!names({}).includes("nvidia-mig-manager"));
    const added = names({ migStrategy: "mixed" }).filter((name) => !names({}).includes(name));
    assert.deepEqual(added, ["nvidia-mig-manager", "mig-taint-remover"]);
  });
});
