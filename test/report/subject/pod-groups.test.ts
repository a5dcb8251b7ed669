import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { workloadsOf } from "../../../report/subject/pod-groups";

const source = (kind: string, manifest: object) => ({
  from: "file",
  file: "file",
  lineOf: () => 1,
  kind,
  name: "x",
  manifest: { kind, ...manifest },
});
const template = { spec: { containers: [] } };

describe("the pods of workload manifests", () => {
  it("are found in every kind that has pods, with their number", () => {
    const workloads = workloadsOf([
      source("Pod", template),
      source("Deployment", { spec: { replicas: 3, template } }),
      source("StatefulSet", { spec: { template } }),
      source("ReplicaSet", { spec: { replicas: 2, template } }),
      source("Job", { spec: { parallelism: 4, template } }),
      source("CronJob", { spec: { jobTemplate: { spec: { parallelism: 5, template } } } }),
    ]);
    assert.deepEqual(
      workloads.map(({ name, count }) => [name, count]),
      [
        ["Pod x", 1],
        ["Deployment x", 3],
        ["StatefulSet x", 1],
        ["ReplicaSet x", 2],
        ["Job x", 4],
        ["CronJob x", 5],
      ],
    );
    assert.deepEqual(
      workloads.slice(1).map(({ pod }) => pod),
      Array(5).fill(template),
    );
  });

  it("are the head and the worker groups of Ray's clusters, jobs and services", () => {
    const cluster = {
      headGroupSpec: { template },
      workerGroupSpecs: [
        { groupName: "trn", replicas: 2, numOfHosts: 4, template },
        { replicas: 0, template },
        { groupName: "none" },
        7,
      ],
    };
    for (const [kind, spec] of [
      ["RayCluster", cluster],
      ["RayService", { rayClusterConfig: cluster }],
      ["RayJob", { rayClusterSpec: cluster }],
    ] as const) {
      const groups = workloadsOf([source(kind, { spec })]);
      assert.deepEqual(
        groups.map(({ source: _, ...group }) => group),
        [
          { name: `${kind} x, head`, count: 1, pod: template },
          { name: `${kind} x, worker group trn`, count: 8, pod: template },
          { name: `${kind} x, worker group 2`, count: 1, pod: template },
        ],
      );
    }
    assert.deepEqual(workloadsOf([source("RayJob", { spec: { workerGroupSpecs: 7 } })]), []);
  });

  it("are none if the workload has 0 replicas or no template", () => {
    assert.deepEqual(
      workloadsOf([
        source("Deployment", { spec: { replicas: 0, template } }),
        source("Deployment", {}),
        source("Service", {}),
      ]),
      [],
    );
  });

  it("have a class if they select one, and are two hundred at most", () => {
    const pod = { spec: { nodeSelector: { workload: "training" } } };
    const deployment = source("Deployment", { spec: { replicas: 100_000, template: pod } });
    assert.deepEqual(workloadsOf([deployment])[0], {
      source: deployment,
      name: "Deployment x",
      count: 200,
      pod,
      workloadClass: "training",
    });
  });

  it("are one if the number is missing or wrong", () => {
    for (const replicas of ["3", -1, 1.5, null]) {
      const [workload] = workloadsOf([source("Deployment", { spec: { replicas, template } })]);
      assert.equal(workload?.count, 1);
    }
  });
});
