import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { nodeAmiPinned } from "../../../../policies/rules/nodes/node-ami-pinned";
import type { PackConfiguration } from "../../../../policies/support/configuration";
import { nodeClass, nodeClassToken } from "../../../fixtures/resources/node-class";
import { checkResource, checkBy, pathsBy } from "../../check-program";

const termsPath = "spec.amiSelectorTerms";

describe("node-ami-pinned", () => {
  it("says which alias moves and what a release looks like", async () => {
    const { messages } = await checkBy(
      nodeAmiPinned,
      classWith({ alias: "al2023@latest" }),
      nodeClassToken,
    );
    assert.deepEqual(messages, [
      [
        "Node classes pin their AMI and name its owner.",
        "spec.amiSelectorTerms[0].alias: an alias that moves with every release, got al2023@latest; expected al2023@v20260903",
        "If an AMI can change by itself, a new release makes all nodes of all clusters drift on the same day. Untested drivers and kernels arrive, and Karpenter replaces nodes as fast as the budgets allow.",
        "Fix: set spec.amiSelectorTerms[0].alias to the release that was tested, such as al2023@v20260903.",
        "More: docs/policies/node-ami-pinned.md",
      ].join("\n"),
    ]);
  });

  for (const alias of ["al2023@v20240703", "bottlerocket@v1.20.4", "bottlerocket@1.20.4"]) {
    it(`takes ${alias} for pinned`, async () => {
      assert.deepEqual(await pathsBy(nodeAmiPinned, classWith({ alias }), nodeClassToken), []);
    });
  }

  for (const [alias, problem] of [
    ["bottlerocket@latest", "an alias that moves with every release"],
    ["windows2022@latest", "an alias that moves with every release"],
    ["al2023@20240703", "an alias that names no release"],
    ["al2023@v2024", "an alias that names no release"],
    ["al2023", "an alias that names no release"],
    ["al2023@v20240703@v20240703", "an alias that names no release"],
    ["bottlerocket@v1.20", "an alias that names no release"],
    ["al2@v20240703", "an alias without AMIs from Kubernetes 1.33 on"],
    ["AL2023@v20240703", "an alias that cannot be pinned"],
    ["constructor@v20240703", "an alias that cannot be pinned"],
  ] as const) {
    it(`refuses ${alias}`, async () => {
      const { messages } = await checkBy(nodeAmiPinned, classWith({ alias }), nodeClassToken);
      assert.deepEqual(
        messages.map((message) => message.split("\n")[1]?.split(", got")[0]),
        [`${termsPath}[0].alias: ${problem}`],
      );
    });
  }

  it("tells the author to use an id for families that cannot be pinned", async () => {
    const { messages } = await checkBy(
      nodeAmiPinned,
      classWith({ alias: "windows2022@latest" }),
      nodeClassToken,
    );
    assert.equal(
      messages[0]?.split("\n")[3],
      "Fix: name an AMI by id at spec.amiSelectorTerms, or take the alias of another family.",
    );
  });

  const publicParameter = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia";
  for (const [term, fields] of [
    [{ id: "ami-0123456789abcdef0" }, []],
    [{ name: "gpu-nodes-7", owner: "self" }, []],
    [{ name: "gpu-nodes-7", owner: "self", tags: { stage: "production" } }, []],
    [{ name: "gpu-nodes-7" }, ["owner"]],
    [{ name: "gpu-nodes-7", owner: "" }, ["owner"]],
    [{ name: "gpu-nodes-?", owner: "self" }, ["name"]],
    [{ name: "*" }, ["name", "owner"]],
    [{ tags: { stage: "production" }, owner: "self" }, []],
    [{ tags: { stage: "production" } }, ["owner"]],
    [{ ssmParameter: "/platform/ami/gpu" }, []],
    [{ ssmParameter: "/platform/latest" }, []],
    [{ ssmParameter: `${publicParameter}/recommended/image_id` }, ["ssmParameter"]],
    [{ ssmParameter: `${publicParameter}/amazon-eks-node-al2023-v20260903/image_id` }, []],
    [
      {
        ssmParameter:
          "arn:aws:ssm:us-east-1::parameter/aws/service/bottlerocket/aws-k8s-1.35/x86_64/latest/image_id",
      },
      ["ssmParameter"],
    ],
    [{}, ["owner"]],
  ] as const) {
    it(`${fields.length === 0 ? "accepts" : `misses ${fields.join(" and ")} in`} ${JSON.stringify(term)}`, async () => {
      assert.deepEqual(
        await pathsBy(nodeAmiPinned, classWith(term), nodeClassToken),
        fields.map((field) => `${termsPath}[0].${field}`),
      );
    });
  }

  it("says among whose AMIs a term without owner looks", async () => {
    const because = async (term: Record<string, unknown>) =>
      (await checkBy(nodeAmiPinned, classWith(term), nodeClassToken)).messages[0]?.split("\n")[2];
    // DescribeImageQueries in pkg/providers/amifamily/ami.go, Karpenter 1.14.1: owners self and amazon.
    assert.equal(
      await because({ name: "gpu-nodes-7" }),
      "Karpenter looks the name up among the account's own AMIs and among Amazon's.",
    );
    assert.equal(
      await because({ tags: { stage: "production" } }),
      "Tags are visible only to the account that set them, and it may have tagged an AMI that somebody else owns.",
    );
  });

  it("checks every term, and reports those of another shape", async () => {
    const spec = {
      ...nodeClass().spec,
      amiSelectorTerms: [{ id: "ami-1" }, 5, { alias: "al2023@latest" }, { name: 5 }],
    };
    assert.deepEqual(await pathsBy(nodeAmiPinned, { spec }, nodeClassToken), [
      `${termsPath}[1]`,
      `${termsPath}[3].name`,
      `${termsPath}[2].alias`,
    ]);
  });

  for (const terms of [undefined, null, []]) {
    it(`reports that ${JSON.stringify(terms)} chooses no AMI`, async () => {
      const spec = { ...nodeClass().spec, amiSelectorTerms: terms };
      assert.deepEqual(await pathsBy(nodeAmiPinned, { spec }, nodeClassToken), [termsPath]);
    });
  }

  for (const [environment, level] of [
    ["production", "mandatory"],
    ["staging", "mandatory"],
    ["dev", "advisory"],
    ["workshop", "advisory"],
  ] as const) {
    it(`is ${level} in ${environment}`, async () => {
      const file = path.resolve(__dirname, "../../../../policies/config", `${environment}.json`);
      const configuration = JSON.parse(readFileSync(file, "utf8")) as PackConfiguration;
      const { verdicts } = await checkResource(
        classWith({ alias: "al2023@latest" }),
        nodeClassToken,
        {
          configuration,
        },
      );
      assert.deepEqual(
        verdicts.map((verdict) => [verdict.rule, verdict.level]),
        [["node-ami-pinned", level]],
      );
    });
  }
});

function classWith(term: Record<string, unknown>) {
  const base = nodeClass();
  base.spec.amiSelectorTerms = [term];
  return base;
}
