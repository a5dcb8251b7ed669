import assert from "node:assert/strict";
import path from "node:path";

import { describe, it } from "mocha";

import {
  filesWithKarpenterVersion,
  namesSeveralVersions,
  withKarpenterVersion,
} from "../../../dev/generate/karpenter-version-text";
import { karpenterVersion } from "../../../scheduling/karpenter/karpenter-version";

/** Their pages were read for one version. A person changes it. */
const onData = ["NOTICE", "docs/catalogue.md", "scheduling/catalogue/instance-catalogue.ts"];

const root = path.resolve(__dirname, "../../..");

const versions = { installed: "7.8.9", core: "4.5.6", providerAws: "5.6.7" };
const unknown = { installed: "x.y", core: "x.y", providerAws: "x.y" };

describe("the texts that name Karpenter's version", () => {
  const cases: readonly (readonly [text: string, renewed: string])[] = [
    [
      "https://github.com/kubernetes-sigs/karpenter/blob/v1.2.3/pkg/a.go#L4",
      "https://github.com/kubernetes-sigs/karpenter/blob/v4.5.6/pkg/a.go#L4",
    ],
    ["aws/karpenter-provider-aws/tree/v1.2.3/pkg", "aws/karpenter-provider-aws/tree/v5.6.7/pkg"],
    ["filter.go of karpenter-provider-aws v1.2.3.", "filter.go of karpenter-provider-aws v5.6.7."],
    ["sigs.k8s.io/karpenter v1.2.3", "sigs.k8s.io/karpenter v4.5.6"],
    ["Follows Karpenter 1.2.3: a pod", "Follows Karpenter 7.8.9: a pod"],
    ["    karpenter: 1.2.3", "    karpenter: 7.8.9"],
    ["Karpenter's AWS provider 1.2.3", "Karpenter's AWS provider 7.8.9"],
    ["https://karpenter.sh/v1.2/concepts/", "https://karpenter.sh/v7.8/concepts/"],
    ["Karpenter 1.2 begins with", "Karpenter 7.8 begins with"],
    ["no family since Karpenter 1.0.", "no family since Karpenter 1.0."],
    ["gpu-operator 1.2.3", "gpu-operator 1.2.3"],
    ["karpenter.sh/v1beta1", "karpenter.sh/v1beta1"],
  ];
  for (const [text, renewed] of cases) {
    it(`${text === renewed ? "keep" : "renew"} ${text}`, () => {
      assert.equal(withKarpenterVersion({ file: "scheduling/a.ts", text }, versions), renewed);
    });
  }

  it("keep the version of the documentation from which the catalogue's data was taken", () => {
    const text = "from https://karpenter.sh/v1.2/reference/instance-types/";
    const file = "scheduling/catalogue/instance-catalogue.ts";
    assert.equal(withKarpenterVersion({ file, text }, versions), text);
  });

  it("keep the version of the page from which the compatibility table was read", () => {
    const text = " * Karpenter: https://karpenter.sh/v1.2/upgrading/compatibility/";
    const file = "infra/checks/compatibility-table.ts";
    assert.equal(withKarpenterVersion({ file, text }, versions), text);
  });

  it("keep the versions of a page that compares them", () => {
    const text =
      "Karpenter 1.14.1 and https://github.com/kubernetes-sigs/karpenter/blob/v1.2.3/a.go";
    assert.equal(withKarpenterVersion({ file: "docs/karpenter-1.15.md", text }, versions), text);
  });

  it("name its minor version in no way that npm run generate would miss", () => {
    const minor = karpenterVersion.replace(/\.\d+$/, "").replace(".", "\\.");
    const mention = new RegExp(
      `(?<![Ss]ince[\\s*]+)(?:[Kk]arpenter|chart)\\S* (?:v|for )?${minor}(?![\\d.]*\\d)`,
    );
    const missed = filesWithKarpenterVersion(root)
      .filter(({ file }) => !onData.includes(file) && !namesSeveralVersions(file))
      .filter((one) => mention.test(withKarpenterVersion(one, unknown)))
      .map(({ file }) => file);
    assert.deepEqual(missed, []);
  });

  it("name it in no way that npm run generate would miss", () => {
    const missed = filesWithKarpenterVersion(root)
      .filter(({ file }) => !namesSeveralVersions(file))
      .filter((one) => withKarpenterVersion(one, unknown).includes(karpenterVersion))
      .map(({ file }) => file);
    assert.deepEqual(missed, []);
  });
});
