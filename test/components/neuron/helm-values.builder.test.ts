import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";

import { neuronValues } from "../../../components/neuron/helm-values.builder";
import { unknownChartKeys } from "../../support/chart-keys";
import { taintedPools, untolerated } from "../../support/tainted-pools";

const neuronTaint = {
  key: "aws.amazon.com/neuron",
  value: "true",
  effect: "NoSchedule" as const,
};
const pools = [
  {
    name: "trainium-trn1",
    taints: [neuronTaint, { key: "team", value: "a", effect: "NoSchedule" as const }],
    instanceTypes: ["trn1.2xlarge"],
  },
  {
    name: "inferentia",
    taints: [neuronTaint],
    instanceTypes: ["inf2.xlarge", "inf2.48xlarge", "trn1.2xlarge"],
  },
];
const schedulerExtension = {
  schedulerName: "neuron-scheduler",
  kubeSchedulerImageTag: "v1.35.0-eks-1-35-1",
};

describe("neuronValues", () => {
  it("runs the device plugin on every type that the pools launch, and tolerates every taint of the pools", () => {
    assert.deepEqual(neuronValues({ pools }), {
      neuronInstances: ["inf2.48xlarge", "inf2.xlarge", "trn1.2xlarge"],
      devicePlugin: {
        enabled: true,
        tolerations: [
          { key: "CriticalAddonsOnly", operator: "Exists" },
          { key: "aws.amazon.com/neuron", operator: "Exists", effect: "NoSchedule" },
          {
            key: "sagemaker.amazonaws.com/node-health-status",
            operator: "Equal",
            value: "Unschedulable",
            effect: "NoSchedule",
          },
          { key: "team", operator: "Exists", effect: "NoSchedule" },
        ],
      },
      scheduler: { enabled: false },
      npd: { enabled: false },
    });
  });

  it("runs both Deployments of the scheduler extension on the system nodes, if the stack asks for it", () => {
    const onSystemNodes = {
      nodeSelector: { "node-group": "system" },
      tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
    };
    assert.deepEqual(neuronValues({ pools, schedulerExtension }).scheduler, {
      enabled: true,
      ...onSystemNodes,
      customScheduler: {
        enabled: true,
        fullnameOverride: "neuron-scheduler",
        image: { tag: "v1.35.0-eks-1-35-1" },
        ...onSystemNodes,
      },
    });
  });

  it("runs them on the controllers' nodes of a cluster that exists, and off Karpenter's nodes", () => {
    const placement = { nodeSelector: { role: "controllers" }, tolerations: [] };
    const { scheduler } = neuronValues({ pools, schedulerExtension, placement });
    assert.ok("customScheduler" in scheduler);
    for (const deployment of [scheduler, scheduler.customScheduler]) {
      const { nodeSelector, tolerations } = deployment;
      assert.deepEqual({ nodeSelector, tolerations }, placement);
      assert.ok("affinity" in deployment);
      const { affinity } = deployment;
      assert.match(JSON.stringify(affinity), /karpenter\.sh\/nodepool","operator":"DoesNotExist"/);
    }
    assert.deepEqual(
      unknownChartKeys(
        "neuron-helm-chart-1.9.0",
        neuronValues({ pools, schedulerExtension, placement }),
      ),
      [],
    );
  });

  it("refuses pools without an instance type, because Kubernetes would refuse the DaemonSet", () => {
    const message =
      "pools: nothing to launch, got no instance type; expected one or more in some pool; leave the device plugin out of a stack without Neuron pools";
    assert.throws(() => neuronValues({ pools: [] }), { message });
    const nothing = [{ name: "empty", taints: [neuronTaint], instanceTypes: [] }];
    assert.throws(() => neuronValues({ pools: nothing }), { message });
  });

  it("lists every instance type of every pool once, and no other type", () => {
    const typeNames = fc.array(fc.stringMatching(/^(inf|trn)[12]\.[a-z0-9]{1,4}$/), {
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.array(typeNames, { minLength: 1 }), (types) => {
        const anyPools = types.map((instanceTypes) => ({ name: "any", taints: [], instanceTypes }));
        const { neuronInstances } = neuronValues({ pools: anyPools });
        assert.deepEqual(new Set(neuronInstances), new Set(types.flat()));
        assert.equal(new Set(neuronInstances).size, neuronInstances.length);
      }),
    );
  });

  it("tolerates every taint of arbitrary pools", () => {
    fc.assert(
      fc.property(taintedPools, (anyPools) => {
        const launching = [...anyPools, { name: "inferentia", taints: [] }].map((pool) => ({
          ...pool,
          instanceTypes: ["inf2.xlarge"],
        }));
        const { devicePlugin } = neuronValues({ pools: launching });
        assert.deepEqual(untolerated(devicePlugin.tolerations, anyPools), []);
      }),
    );
  });

  it("sets only keys of chart 1.9.0", () => {
    const values = neuronValues({ pools, schedulerExtension });
    assert.deepEqual(unknownChartKeys("neuron-helm-chart-1.9.0", values), []);
  });
});
