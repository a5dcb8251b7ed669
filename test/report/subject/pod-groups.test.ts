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

/** The workloads without the manifest that they come from. */
const groupsOf = (manifests: Parameters<typeof workloadsOf>[0]) =>
  workloadsOf(manifests).map(({ source: _, ...group }) => group);

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
      const groups = groupsOf([source(kind, { spec })]);
      assert.deepEqual(groups, [
        { name: `${kind} x, head`, count: 1, pod: template },
        { name: `${kind} x, worker group trn`, count: 8, pod: template },
        { name: `${kind} x, worker group 2`, count: 1, pod: template },
      ]);
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

  it("are no more than a Job has completions, because no more run at the same time", () => {
    const counts = [
      { parallelism: 8, completions: 3 },
      { parallelism: 4, completions: 10 },
      { completions: 5 },
      { parallelism: 0 },
    ].map((spec) => workloadsOf([source("Job", { spec: { ...spec, template } })])[0]?.count);
    assert.deepEqual(counts, [3, 4, 1, undefined]);
  });

  // https://lws.sigs.k8s.io/docs/overview/
  it("are the leaders and the workers of a LeaderWorkerSet", () => {
    const worker = { spec: { containers: [{ name: "worker" }] } };
    const set = (leaderWorkerTemplate: object) => [
      source("LeaderWorkerSet", { spec: { replicas: 3, leaderWorkerTemplate } }),
    ];
    assert.deepEqual(groupsOf(set({ size: 4, leaderTemplate: template, workerTemplate: worker })), [
      { name: "LeaderWorkerSet x, leaders", count: 3, pod: template },
      { name: "LeaderWorkerSet x, workers", count: 9, pod: worker },
    ]);
    assert.deepEqual(groupsOf(set({ size: 2, workerTemplate: worker })), [
      { name: "LeaderWorkerSet x, pods", count: 6, pod: worker },
    ]);
    assert.deepEqual(
      groupsOf(set({ leaderTemplate: template, workerTemplate: worker })).map(({ name }) => name),
      ["LeaderWorkerSet x, leaders"],
    );
  });

  // https://jobset.sigs.k8s.io/docs/overview/
  it("are those of each replicated job of a JobSet", () => {
    const job = (spec: object) => ({ template: { spec: { template, ...spec } } });
    const replicatedJobs = [
      { name: "trainer", replicas: 2, ...job({ parallelism: 4, completions: 4 }) },
      job({}),
      { name: "off", replicas: 0, ...job({}) },
      7,
    ];
    assert.deepEqual(groupsOf([source("JobSet", { spec: { replicatedJobs } })]), [
      { name: "JobSet x, job trainer", count: 8, pod: template },
      { name: "JobSet x, job 2", count: 1, pod: template },
    ]);
    assert.deepEqual(groupsOf([source("JobSet", { spec: {} })]), []);
  });

  it("have a class if they select one, and are two hundred at most", () => {
    const pod = { spec: { nodeSelector: { workload: "training" } } };
    const deployment = source("Deployment", { spec: { replicas: 100_000, template: pod } });
    assert.deepEqual(workloadsOf([deployment])[0], {
      source: deployment,
      name: "Deployment x",
      count: 200,
      declared: 100_000,
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
