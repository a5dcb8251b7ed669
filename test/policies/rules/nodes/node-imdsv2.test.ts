import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodeImdsv2 } from "../../../../policies/rules/nodes/node-imdsv2";
import { nodeClass, nodeClassToken } from "../../../fixtures/resources/node-class";
import { checkBy, pathsBy } from "../../check-program";

const launchTemplateToken = "aws:ec2/launchTemplate:LaunchTemplate";

describe("node-imdsv2", () => {
  it("says which option is open and what to write", async () => {
    const { messages } = await checkBy(
      nodeImdsv2,
      classWith({ httpTokens: "optional", httpPutResponseHopLimit: 2 }),
      nodeClassToken,
    );
    const more = "More: docs/policies/node-imdsv2.md";
    assert.deepEqual(messages, [
      [
        "The metadata service of a node requires a session token and does not answer pods.",
        "spec.metadataOptions.httpTokens: the metadata service answers without a session token, got optional; expected required",
        "With IMDSv1 anyone who can make a pod fetch a URL gets the node's credentials. With a hop limit above 1 every pod can request them itself.",
        "Fix: set spec.metadataOptions.httpTokens to required.",
        more,
      ].join("\n"),
      [
        "The metadata service of a node requires a session token and does not answer pods.",
        "spec.metadataOptions.httpPutResponseHopLimit: the metadata service answers over too many hops, got 2; expected at most 1",
        "Pods are one hop further away than the node: with more than 1 they get the node's credentials from the metadata service, whatever role they have of their own.",
        "Fix: set spec.metadataOptions.httpPutResponseHopLimit to 1, and give pods that call AWS a role of their own.",
        more,
      ].join("\n"),
    ]);
  });

  // https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/apis/v1/ec2nodeclass.go, MetadataOptions
  for (const options of [undefined, null, {}, { httpTokens: "required" }, { httpTokens: null }]) {
    it(`takes Karpenter's defaults for ${JSON.stringify(options)} in a node class`, async () => {
      assert.deepEqual(await pathsBy(nodeImdsv2, classWith(options), nodeClassToken), []);
    });
  }

  for (const [options, paths] of [
    [undefined, ["httpTokens", "httpPutResponseHopLimit"]],
    [{}, ["httpTokens", "httpPutResponseHopLimit"]],
    [{ httpTokens: "required" }, ["httpPutResponseHopLimit"]],
    [{ httpPutResponseHopLimit: 1 }, ["httpTokens"]],
    [{ httpTokens: "optional", httpPutResponseHopLimit: 1 }, ["httpTokens"]],
    [{ httpTokens: "required", httpPutResponseHopLimit: 2 }, ["httpPutResponseHopLimit"]],
    [{ httpTokens: "required", httpPutResponseHopLimit: 1 }, []],
    [{ httpEndpoint: "disabled" }, []],
    [{ httpEndpoint: "enabled" }, ["httpTokens", "httpPutResponseHopLimit"]],
  ] as const) {
    it(`finds ${paths.length === 0 ? "nothing" : paths.join(" and ")} in a launch template with ${JSON.stringify(options)}`, async () => {
      assert.deepEqual(
        await pathsBy(nodeImdsv2, { metadataOptions: options }, launchTemplateToken),
        paths.map((path) => `metadataOptions.${path}`),
      );
    });
  }

  it("says what absence means in a launch template", async () => {
    const { messages } = await checkBy(nodeImdsv2, {}, launchTemplateToken);
    assert.deepEqual(
      messages.map((message) => /, got (.*); expected/.exec(message)?.[1]),
      ["nothing, which means optional", "nothing, which leaves it to the AMI"],
    );
  });

  for (const [options, path] of [
    ["on", "spec.metadataOptions"],
    [{ httpEndpoint: true }, "spec.metadataOptions.httpEndpoint"],
    [{ httpTokens: true }, "spec.metadataOptions.httpTokens"],
    [{ httpPutResponseHopLimit: 1.5 }, "spec.metadataOptions.httpPutResponseHopLimit"],
    [{ httpPutResponseHopLimit: "1" }, "spec.metadataOptions.httpPutResponseHopLimit"],
  ] as const) {
    it(`reports ${JSON.stringify(options)} by its shape`, async () => {
      const { messages } = await checkBy(nodeImdsv2, classWith(options), nodeClassToken);
      assert.deepEqual(
        messages.map((message) => message.split("\n")[1]?.split(", got")[0]),
        [`${path}: unexpected shape`],
      );
    });
  }

  it("takes the most hops from its configuration", async () => {
    const paths = (hops: number) =>
      pathsBy(nodeImdsv2, classWith({ httpPutResponseHopLimit: hops }), nodeClassToken, {
        maxHopLimit: 2,
      });
    assert.deepEqual(await paths(2), []);
    assert.deepEqual(await paths(3), ["spec.metadataOptions.httpPutResponseHopLimit"]);
  });
});

function classWith(metadataOptions: unknown) {
  const base = nodeClass();
  return { ...base, spec: { ...base.spec, metadataOptions } };
}
