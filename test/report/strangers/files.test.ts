import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";
import { stringify } from "yaml";

import { readCommandLine } from "../../../commands/report/command-line";
import { manifestSubject } from "../../../report/subject/manifest-subject";
import { readManifestFiles } from "../../../report/subject/manifest-files";
import { checkedPools } from "../../../report/subject/checked-pools";
import { classManifest, poolManifest } from "../../support/report-of-manifests";
import { withTemporaryFolder } from "../../support/temporary-folder";

const region = "us-west-2";

describe("manifests that nobody here wrote", () => {
  it("come from standard input", () => {
    const read = readCommandLine(["--manifests", "-", "--region", region]);
    assert.ok(read.kind === "request" && read.request.subject.kind === "manifests");
    assert.deepEqual(read.request.subject.files, ["-"]);
    const subject = manifestSubject({ files: ["-"], region, zones: [] }, "UTC", () =>
      stringify(poolManifest("g6")),
    );
    assert.deepEqual(
      subject.nodePools.map(({ name, from }) => [name, from]),
      [["gpu", "standard input"]],
    );
  });

  it("come from a folder with all that is below it; files without a manifest are passed over", () =>
    withTemporaryFolder((folder) => {
      mkdirSync(path.join(folder, "base", ".git"), { recursive: true });
      const files: readonly (readonly [string, string])[] = [
        ["base/pool.yaml", stringify(poolManifest("g6"))],
        ["base/class.yml", stringify(classManifest())],
        ["values.yaml", "replicas: 3\n"],
        ["base/.git/pool.yaml", stringify(poolManifest("g5", { name: "hidden" }))],
        ["README.md", "no YAML"],
      ];
      for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
      const subject = manifestSubject({ files: [folder], region, zones: [] });
      assert.deepEqual(
        subject.nodePools.map(({ name }) => name),
        ["gpu"],
      );
      assert.deepEqual(
        subject.nodeClasses.map(({ name }) => name),
        ["gpu"],
      );
      assert.deepEqual(subject.findings, []);
    }));

  it("may have merge keys, and each fault has its line", () => {
    const text = [
      "apiVersion: karpenter.sh/v1",
      "kind: NodePool",
      "metadata: { name: gpu }",
      "x-common: &common",
      "  group: karpenter.k8s.aws",
      "  kind: EC2NodeClass",
      "spec:",
      "  weight: 110",
      "  template:",
      "    spec:",
      "      nodeClassRef: { <<: *common, name: gpu }",
      "      requirements: []",
    ].join("\n");
    const { manifests } = readManifestFiles(["-"], () => text);
    const [pool] = manifests;
    assert.equal(pool?.lineOf(["spec", "weight"]), 8);
    assert.equal(pool.lineOf(["spec", "template", "spec", "taints"]), 10);
    const subject = manifestSubject({ files: ["-"], region, zones: [] }, "UTC", () => text);
    const [refused] = checkedPools(subject).refused;
    assert.deepEqual(
      refused?.faults.map((fault) => fault.split(":")[0]),
      ["spec.weight"],
    );
    assert.equal(refused.line, 8);
  });

  it("may have a kind NodePool of another vendor, which is passed over with a word", () => {
    const foreign = {
      apiVersion: "container.gcp.upbound.io/v1beta1",
      kind: "NodePool",
      metadata: { name: "gke" },
    };
    const text = [foreign, poolManifest("g6")].map((one) => stringify(one)).join("---\n");
    const subject = manifestSubject({ files: ["-"], region, zones: [] }, "UTC", () => text);
    assert.deepEqual(
      subject.nodePools.map(({ name }) => name),
      ["gpu"],
    );
    assert.match(
      subject.findings.join("\n"),
      /NodePool gke: is passed over: container\.gcp\.upbound\.io is not Karpenter's API group/,
    );
  });

  it("may have only a Provisioner, and the fault says what Karpenter serves instead", () => {
    const provisioner = {
      apiVersion: "karpenter.sh/v1alpha5",
      kind: "Provisioner",
      metadata: { name: "old" },
    };
    assert.throws(
      () =>
        manifestSubject({ files: ["-"], region, zones: [] }, "UTC", () => stringify(provisioner)),
      /serves no Provisioner; write a NodePool of karpenter\.sh\/v1/,
    );
  });

  it("may have a pool of one name in two overlays: the second is left out, and nobody is told to rename it", () => {
    const both = (limit: number): string =>
      [poolManifest("g6"), poolManifest("g6", { spec: { limits: { "nvidia.com/gpu": limit } } })]
        .map((one) => stringify(one))
        .join("---\n");
    const findingsOf = (text: string): readonly string[] =>
      checkedPools(manifestSubject({ files: ["-"], region, zones: [] }, "UTC", () => text))
        .findings;
    assert.match(
      findingsOf(both(16)).join("\n"),
      /a cluster has one of them, so report on one overlay at a time$/,
    );
    assert.deepEqual(findingsOf(both(8)), [], "a copy needs no word");
  });
});
