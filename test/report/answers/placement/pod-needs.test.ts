import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { at, podNeeds } from "../../../../report/answers/placement/pod-needs";

const nothing = {
  resources: [],
  requests: {},
  tolerations: [],
  nodeSelector: {},
  nodeLabelKeys: [],
  topologyKeys: [],
};

/** What a pod of these containers requests. */
function requests(containers: readonly unknown[], initContainers: readonly unknown[] = []) {
  return podNeeds({ spec: { containers, initContainers } }).requests;
}

function container(requested: object, limits?: object, more: object = {}) {
  return { resources: { requests: requested, limits }, ...more };
}

describe("what a pod needs", () => {
  it("is nothing if the pod says nothing", () => {
    assert.deepEqual(podNeeds({ spec: { containers: [{ name: "main" }] } }), nothing);
  });

  it("is read completely", () => {
    const term = (key: string) => ({ matchExpressions: [{ key, operator: "Exists" }] });
    const toleration = { key: "nvidia.com/gpu", operator: "Exists" };
    assert.deepEqual(
      podNeeds({
        spec: {
          nodeSelector: { workload: "training" },
          tolerations: [toleration],
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [term("team"), term("workload")],
              },
            },
            podAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "row" }],
            },
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 1, podAffinityTerm: { topologyKey: "host" } },
              ],
            },
          },
          topologySpreadConstraints: [{ topologyKey: "zone" }, { topologyKey: "rack" }],
          initContainers: [container({ memory: "1Gi" })],
          containers: [
            container({ cpu: "500m" }, { "nvidia.com/gpu": "1", cpu: "2" }),
            container({ cpu: 1 }),
          ],
        },
      }),
      {
        resources: ["cpu", "nvidia.com/gpu", "memory"],
        requests: { cpu: 1.5, "nvidia.com/gpu": 1, memory: 1_073_741_824 },
        tolerations: [toleration],
        nodeSelector: { workload: "training" },
        nodeLabelKeys: ["workload", "team"],
        topologyKeys: ["zone", "rack", "row", "host"],
      },
    );
  });

  it("is what can be read of a malformed pod", () => {
    for (const pod of [undefined, null, 7, "pod", [], {}, { spec: null }, { spec: [] }]) {
      assert.deepEqual(podNeeds(pod), nothing);
    }
    assert.deepEqual(
      podNeeds({
        spec: {
          containers: "none",
          initContainers: { resources: {} },
          tolerations: [null, "all", [], { operator: "Exists" }],
          nodeSelector: { workload: "x", team: 7 },
          affinity: { nodeAffinity: { key: 5, deeper: [{ key: "rack" }, null] } },
          topologySpreadConstraints: "zone",
        },
      }),
      {
        ...nothing,
        tolerations: [{ operator: "Exists" }],
        nodeSelector: { workload: "x" },
        nodeLabelKeys: ["workload", "team", "rack"],
      },
    );
    assert.deepEqual(podNeeds({ spec: { nodeSelector: ["a"] } }), nothing);
  });
});

// https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
describe("what a pod requests", () => {
  it("is the sum of its containers, with the limit if a request is missing", () => {
    assert.deepEqual(requests([container({ cpu: "1" }), container({}, { cpu: "3" })]), { cpu: 4 });
  });

  it("is at least what the largest init container needs", () => {
    assert.deepEqual(requests([container({ cpu: 2 })], [container({ cpu: 5 })]), { cpu: 5 });
    assert.deepEqual(requests([container({ cpu: 5 })], [container({ cpu: 2 })]), { cpu: 5 });
  });

  it("counts sidecars together with the containers", () => {
    const sidecar = container({ cpu: 1 }, undefined, { restartPolicy: "Always" });
    assert.deepEqual(requests([container({ cpu: 2 })], [sidecar]), { cpu: 3 });
  });

  it("is unknown if a quantity cannot be read", () => {
    for (const cpu of ["many", true, null, { cores: 1 }]) {
      assert.equal(requests([container({ cpu })]), undefined, JSON.stringify(cpu));
    }
  });

  it("is unknown for a pod with an overhead or with pod-level resources", () => {
    const containers = [container({ cpu: 1 })];
    assert.equal(podNeeds({ spec: { containers, overhead: {} } }).requests, undefined);
    assert.equal(podNeeds({ spec: { containers, resources: {} } }).requests, undefined);
  });
});

describe("a field", () => {
  it("is an own field of the object, or absent", () => {
    assert.equal(at({ a: 1 }, "a"), 1);
    for (const value of [{}, [1], "text", null, undefined]) {
      assert.equal(at(value, "length"), undefined);
      assert.equal(at(value, "toString"), undefined);
    }
  });
});
