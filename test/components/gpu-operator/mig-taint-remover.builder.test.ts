import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { gpuOperatorValues } from "../../../components/gpu-operator/helm-values.builder";
import { migTaintRemover } from "../../../components/gpu-operator/mig-taint-remover.builder";
import { startupTaints } from "../../../components/shared/gpu-sharing";

const tolerations = [{ key: "nvidia.com/gpu", operator: "Exists" as const }];

interface RenderedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: unknown;
  readonly spec?: { readonly template: { readonly spec: PodSpec } };
}

interface PodSpec {
  readonly affinity: unknown;
  readonly tolerations: unknown;
  readonly initContainers: readonly { readonly image: string; readonly args: readonly string[] }[];
  readonly containers: readonly { readonly image: string }[];
}

function rendered(): readonly RenderedObject[] {
  return migTaintRemover(tolerations) as readonly RenderedObject[];
}

function podSpec(): PodSpec {
  const spec = rendered().find(({ kind }) => kind === "DaemonSet")?.spec?.template.spec;
  assert.ok(spec !== undefined);
  return spec;
}

describe("the agent that removes the startup taint of MIG nodes", () => {
  // https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
  it("runs only where the MIG manager has divided the GPUs, and tolerates what the operands tolerate", () => {
    const { affinity, tolerations: tolerated } = podSpec();
    assert.deepEqual(affinity, {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "nvidia.com/mig.config.state", operator: "In", values: ["success"] },
                { key: "nvidia.com/mig.config", operator: "NotIn", values: ["all-disabled"] },
              ],
            },
          ],
        },
      },
    });
    assert.deepEqual(tolerated, tolerations);
  });

  it("removes the taint of the node pool, and may do so again after a reboot", () => {
    const [taint] = startupTaints({ kind: "mig", profile: "1g.10gb", strategy: "single" });
    assert.deepEqual(taint, {
      key: "accelerator-platform.io/gpus-not-divided",
      value: "true",
      effect: "NoSchedule",
    });
    assert.deepEqual(
      podSpec().initContainers.map(({ args }) => args.join(" ")),
      [
        "taint node $(NODE_NAME) accelerator-platform.io/gpus-not-divided=true:NoSchedule --overwrite",
        "taint node $(NODE_NAME) accelerator-platform.io/gpus-not-divided:NoSchedule-",
      ],
    );
  });

  it("may read and patch nodes, and nothing else", () => {
    const role = rendered().find(({ kind }) => kind === "ClusterRole");
    assert.deepEqual(role?.rules, [
      { apiGroups: [""], resources: ["nodes"], verbs: ["get", "patch"] },
    ]);
  });

  it("has images that are pinned by digest", () => {
    const { initContainers, containers } = podSpec();
    for (const { image } of [...initContainers, ...containers]) {
      assert.match(image, /^registry\.k8s\.io\/[a-z]+:v?[\d.]+@sha256:[0-9a-f]{64}$/);
    }
  });

  it("is installed only where a tier divides its GPUs", () => {
    const pools = [{ name: "gpu-general", taints: [] }];
    assert.ok(!("extraObjects" in gpuOperatorValues({ pools })));
    assert.ok("extraObjects" in gpuOperatorValues({ pools, migStrategy: "single" }));
  });
});
