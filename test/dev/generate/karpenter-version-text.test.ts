import assert from "node:assert/strict";
import path from "node:path";

import { describe, it } from "mocha";

import {
  filesWithKarpenterVersion,
  withKarpenterVersion,
} from "../../../dev/generate/karpenter-version-text";
import { karpenterVersion } from "../../../scheduling/karpenter/karpenter-version";

/** Their pages were read for one version. A person changes it. */
const onData = ["NOTICE", "docs/catalogue.md", "scheduling/catalogue/instance-catalogue.ts"];

const root = path.resolve(__dirname, "../../..");

describe("the texts that name Karpenter's version", () => {
  const cases: readonly (readonly [text: string, renewed: string])[] = [
    [
      "https://github.com/kubernetes-sigs/karpenter/blob/v1.2.3/pkg/a.go#L4",
      "https://github.com/kubernetes-sigs/karpenter/blob/v7.8.9/pkg/a.go#L4",
    ],
    ["aws/karpenter-provider-aws/tree/v1.2.3/pkg", "aws/karpenter-provider-aws/tree/v7.8.9/pkg"],
    ["filter.go of karpenter-provider-aws v1.2.3.", "filter.go of karpenter-provider-aws v7.8.9."],
    ["Follows Karpenter 1.2.3: a pod", "Follows Karpenter 7.8.9: a pod"],
    ["    karpenter: 1.2.3", "    karpenter: 7.8.9"],
    ["Karpenter's AWS provider 1.2.3", "Karpenter's AWS provider 7.8.9"],
    ["https://karpenter.sh/v1.2/concepts/", "https://karpenter.sh/v7.8/concepts/"],
    ["Karpenter 1.2 begins with", "Karpenter 7.8 begins with"],
    ["no family since Karpenter 1.0.", "no family since Karpenter 1.0."],
    ["Since Karpenter 1.15 it has", "Since Karpenter 1.15 it has"],
    ["exists since\n * Karpenter 1.15", "exists since\n * Karpenter 1.15"],
    ["gpu-operator 1.2.3", "gpu-operator 1.2.3"],
    ["karpenter.sh/v1beta1", "karpenter.sh/v1beta1"],
  ];
  for (const [text, renewed] of cases) {
    it(`${text === renewed ? "keep" : "renew"} ${text}`, () => {
      assert.equal(withKarpenterVersion({ file: "scheduling/a.ts", text }, "7.8.9"), renewed);
    });
  }

  it("keep the version of the documentation from which the catalogue's data was taken", () => {
    const text = "from https://karpenter.sh/v1.2/reference/instance-types/";
    const file = "scheduling/catalogue/instance-catalogue.ts";
    assert.equal(withKarpenterVersion({ file, text }, "7.8.9"), text);
  });

  it("keep the version of the page from which the compatibility table was read", () => {
    const text = " * Karpenter: https://karpenter.sh/v1.2/upgrading/compatibility/";
    const file = "infra/checks/compatibility-table.ts";
    assert.equal(withKarpenterVersion({ file, text }, "7.8.9"), text);
  });

  it("name its minor version in no way that npm run generate would miss", () => {
    const minor = karpenterVersion.replace(/\.\d+$/, "").replace(".", "\\.");
    const mention = new RegExp(
      `(?<![Ss]ince[\\s*]+)(?:[Kk]arpenter|chart)\\S* (?:v|for )?${minor}(?![\\d.]*\\d)`,
    );
    const missed = filesWithKarpenterVersion(root)
      .filter(({ file }) => !onData.includes(file))
      .filter((one) => mention.test(withKarpenterVersion(one, "x.y")))
      .map(({ file }) => file);
    assert.deepEqual(missed, []);
  });

  it("name it in no way that npm run generate would miss", () => {
    // The version itself, and the releases that are tested beside it.
    const examples = [
      "scheduling/karpenter/karpenter-version.ts",
      "components/karpenter/releases.ts",
      "dev/programs/karpenter-charts.ts",
    ];
    const missed = filesWithKarpenterVersion(root)
      .filter(({ file }) => !examples.includes(file))
      .filter((one) => withKarpenterVersion(one, "x.y").includes(karpenterVersion))
      .map(({ file }) => file);
    assert.deepEqual(missed, []);
  });
});
