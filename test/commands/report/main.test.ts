import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import type { ReportModel } from "../../../report/model";
import { fixtureCheckout } from "../../support/fixture-checkout";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("the report command", function () {
  this.timeout(120_000);

  it("prints its usage", () => {
    const { status, stdout, stderr } = report("--help");
    assert.equal(status, 0);
    assert.equal(stderr, "");
    assert.equal(stdout.split("\n")[0], "Usage: npm run report -- <stack> [options]");
  });

  it("only prints its usage for --help, with any other options", () =>
    withTemporaryFolder((folder) => {
      const output = path.join(folder, "report.html");
      const { status, stdout, stderr } = report(
        "production-us-east-1",
        "--format",
        "html",
        "--output",
        output,
        "-h",
      );
      assert.deepEqual([status, stderr], [0, ""]);
      assert.match(stdout, /^Usage: npm run report/);
      assert.equal(existsSync(output), false);
    }));

  it("reports on a stack without network, credentials or programs, and exits 0", () => {
    const { status, stdout, stderr } = report("production-us-east-1", "--week", "2026-03-04");
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.equal(
      stdout.split("\n").slice(0, 3).join(" "),
      "production-us-east-1 production, us-east-1: us-east-1a, us-east-1b, us-east-1c. Times in " +
        "America/New_York, week of 2026-03-02.",
    );
    assert.match(
      stdout,
      /^- a workload that selects fallback-chain=gpu-inference: gpu-tier1-g5-spot \(g5 Spot\) →\s+gpu-tier2-g4dn-spot \(g4dn Spot\)/m,
    );
  });

  it("prints the model as JSON, of a version, with every part", () => {
    const { status, stdout } = report("workshop-us-west-2", "--format", "json");
    assert.equal(status, 0);
    const model = JSON.parse(stdout) as ReportModel;
    assert.equal(model.version, 1);
    assert.deepEqual(Object.keys(model), [
      "version",
      "title",
      "subject",
      "place",
      "week",
      "traps",
      "refused",
      "notChecked",
      "findings",
      "pools",
      "cost",
      "quotas",
      "workloads",
      "gpuPods",
      "agents",
      "assumptions",
      "sources",
    ]);
    assert.deepEqual(
      model.pools.map(({ name }) => name),
      ["inferentia-inf2", "trainium-trn1", "x86-cpu-karpenter"],
    );
    for (const pool of model.pools) {
      assert.deepEqual(Object.keys(pool), [
        "name",
        "nodePool",
        "written",
        "launchable",
        "ceiling",
        "cost",
        "calendar",
        "unstopped",
        "firstEviction",
        "nodeAge",
      ]);
    }
    assert.doesNotMatch(stdout, /NaN|Infinity/);
  });

  it("refuses an unknown stack and names the nearest one, without a stack trace", () => {
    const { status, stdout, stderr } = report("production-us-east-2");
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^stack: unknown, got "production-us-east-2"; .* did you mean production-us-east-1\?\n$/,
    );
  });

  it("refuses faulty arguments, all at once", () => {
    const { status, stderr } = report("a", "--format", "pdf", "--time-zone", "Asia/Tokio");
    assert.equal(status, 1);
    assert.deepEqual(
      stderr.split("\n").map((line) => line.split(",")[0]),
      ["--format: unknown", "--time-zone: no time zone", ""],
    );
  });

  it("reports on manifests from any source, and uses DaemonSets and workloads beside the pools", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "pools.yaml");
      writeFileSync(file, manifests);
      const { status, stdout, stderr } = report(
        "--manifests",
        file,
        ...inTokyo,
        "--format",
        "json",
      );
      assert.equal(stderr, "");
      assert.equal(status, 0);
      const model = JSON.parse(stdout) as ReportModel;
      assert.deepEqual(
        model.workloads.map(({ workload, pods, steps }) => [
          workload,
          pods,
          ...steps.map(({ landings }) =>
            landings.map(({ pool, capacityType }) => `${pool} ${capacityType}`).join(),
          ),
        ]),
        [
          ["Deployment server", 3, "gpu spot", "gpu on-demand"],
          ["a workload that only tolerates nvidia.com/gpu", 1, "gpu spot", "gpu on-demand"],
        ],
      );
      assert.deepEqual(
        model.agents.contracts.map(({ agent, pool, verdict }) => [agent, pool, verdict]),
        [["plugin", "gpu", "does-not-run"]],
      );
      assert.deepEqual(
        model.traps.filter(({ id }) => id === "devices-never-appear").map(({ pool }) => pool),
        ["gpu"],
      );
      assert.equal(model.week.timeZone, "UTC");
    }));

  it("reads what it can of broken manifests, says what it could not read, and exits 1", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "pools.yaml");
      const written = `${manifests}---\nkind: NodePool\nmetadata: {name: half}\n---\n{a: [}\n---\n42\n`;
      writeFileSync(file, written);
      const fileLine = (part: string) =>
        written.split("\n").findIndex((line) => line.includes(part));
      const { status, stdout, stderr } = report(
        "--manifests",
        file,
        ...inTokyo,
        "--format",
        "json",
      );
      assert.equal(status, 1, stderr);
      assert.equal(stderr, "");
      const { pools, findings, refused } = JSON.parse(stdout) as ReportModel;
      assert.deepEqual(
        refused.map(({ name, line }) => [name, line]),
        [["NodePool half", fileLine("name: half")]],
      );
      assert.deepEqual(
        pools.map(({ name }) => name),
        ["gpu"],
      );
      assert.deepEqual(
        findings.map((finding) =>
          finding.replace(file, "pools.yaml").split(": ").slice(0, 2).join(": "),
        ),
        ["pools.yaml, document 5: not valid YAML", "pools.yaml, document 6: kind"],
      );
    }));

  const refused: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
    [
      "a missing file",
      ["nowhere.yaml", "--region", "us-east-1"],
      /^--manifests: cannot read "nowhere.yaml": no such file; /,
    ],
    [
      "files without a NodePool",
      ["package.json", "--region", "us-east-1"],
      /^--manifests: no NodePool, got /,
    ],
    [
      "an unknown region",
      ["package.json", "--region", "us-east-9"],
      /^--region: unknown, got "us-east-9"; .*; did you mean us-east-1\?/,
    ],
    [
      "zones of another region",
      ["package.json", "--region", "us-east-1", "--zones", "eu-west-1a"],
      /^--zones: no zone of us-east-1, got "eu-west-1a"; /,
    ],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}, without a stack trace`, () => {
      const { status, stdout, stderr } = report("--manifests", ...args);
      assert.equal(status, 1);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n +at /);
    });
  }

  it("writes the whole file, makes its folder, and leaves nothing beside it", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "out", "report.md");
      const { status, stdout, stderr } = report(
        "workshop-us-west-2",
        "--format",
        "markdown",
        "-o",
        file,
      );
      assert.equal(status, 0);
      assert.equal(stdout, "");
      assert.equal(stderr, `Wrote ${file}\n`);
      assert.match(readFileSync(file, "utf8"), /^### What Karpenter will do: workshop-us-west-2\n/);
      assert.deepEqual(readdirSync(path.dirname(file)), ["report.md"]);
    }));

  it("refuses an output that cannot be written, and leaves nothing behind", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "taken");
      mkdirSync(file);
      const { status, stderr } = report("workshop-us-west-2", "-o", file);
      assert.equal(status, 1);
      assert.match(stderr, /^--output: cannot write ".*taken": is a folder; /);
      assert.deepEqual(readdirSync(folder), ["taken"]);
      assert.ok(existsSync(file));
    }));
});

const inTokyo = ["--region", "ap-northeast-1"] as const;

/** A pool, a DaemonSet that does not tolerate its taint, a Deployment, and a kind that the report leaves out. */
const manifests = `
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: gpu}
spec:
  limits: {nvidia.com/gpu: 4}
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
      requirements:
        - {key: karpenter.k8s.aws/instance-family, operator: In, values: [g4dn]}
        - {key: karpenter.sh/capacity-type, operator: In, values: [spot, on-demand]}
        - {key: topology.kubernetes.io/zone, operator: In, values: [ap-northeast-1a]}
      taints: [{key: nvidia.com/gpu, effect: NoSchedule}]
---
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: plugin}
    spec:
      template:
        spec:
          containers: [{name: main, image: "nvcr.io/nvidia/k8s-device-plugin:v0.20.0"}]
  - {apiVersion: v1, kind: Service, metadata: {name: server}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: server}
spec:
  replicas: 3
  template:
    spec:
      tolerations: [{key: nvidia.com/gpu, operator: Exists}]
      containers: [{name: main, image: server, resources: {limits: {nvidia.com/gpu: 1}}}]
`;

function report(...args: readonly string[]) {
  return spawnSync(process.execPath, ["commands/report/boot.js", ...args], {
    cwd: fixtureCheckout(),
    encoding: "utf8",
    env: { PATH: "", HOME: "/nonexistent" },
    maxBuffer: 64 * 2 ** 20,
  });
}
