import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodeEbsEncrypted } from "../../../../policies/rules/nodes/node-ebs-encrypted";
import { nodeClass, nodeClassToken } from "../../../fixtures/resources/node-class";
import type { VolumeFixture } from "../../../fixtures/resources/node-class";
import { checkBy, pathsBy } from "../../check-program";

const mappingsPath = "spec.blockDeviceMappings";
const marker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("node-ebs-encrypted", () => {
  it("says which volume is open", async () => {
    const { messages } = await checkBy(
      nodeEbsEncrypted,
      classWith([volume("/dev/xvda"), volume("/dev/sdf", { encrypted: false })]),
      nodeClassToken,
    );
    assert.deepEqual(messages, [
      [
        "Every volume of a node is encrypted.",
        "spec.blockDeviceMappings[1].ebs.encrypted: a volume that is not encrypted, got false; expected true",
        "Volumes hold images, models, checkpoints and the node's secrets. Everyone who gets a snapshot of an unencrypted volume can read them.",
        "Fix: set spec.blockDeviceMappings[1].ebs.encrypted to true.",
        "More: docs/policies/node-ebs-encrypted.md",
      ].join("\n"),
    ]);
  });

  for (const [what, mappings, paths] of [
    ["a volume that says nothing", [{ deviceName: "/dev/xvda", ebs: {} }], ["[0].ebs.encrypted"]],
    ["a device without settings", [{ deviceName: "/dev/xvda" }], ["[0].ebs.encrypted"]],
    ["settings that are a text", [{ deviceName: "/dev/xvda", ebs: "gp3" }], ["[0].ebs"]],
    ["true as a text", [volume("/dev/xvda", { encrypted: "true" })], ["[0].ebs.encrypted"]],
    ["a device name that is a number", [volume(5)], ["[0].deviceName"]],
    ["a mapping that is a text", ["/dev/xvda"], ["[0]"]],
    ["mappings that are a text", "/dev/xvda", [""]],
    ["every fault at once", [{ ebs: {} }, 5], ["[1]", "[0].ebs.encrypted"]],
  ] as const) {
    it(`reports ${what}`, async () => {
      assert.deepEqual(
        await pathsBy(nodeEbsEncrypted, classWith(mappings), nodeClassToken),
        paths.map((path) => `${mappingsPath}${path}`),
      );
    });
  }

  it("refuses a value that is not true or false", async () => {
    const { messages } = await checkBy(
      nodeEbsEncrypted,
      classWith([volume("/dev/xvda", { encrypted: "true" })]),
      nodeClassToken,
    );
    assert.equal(
      messages[0]?.split("\n")[1],
      `${mappingsPath}[0].ebs.encrypted: unexpected shape, got a text; expected true or false`,
    );
  });

  // DefaultBlockDeviceMappings and the root devices of pkg/providers/amifamily, Karpenter 1.14.1.
  for (const [alias, devices] of [
    ["al2023@v20260903", ["/dev/xvda"]],
    ["al2@v20240703", ["/dev/xvda"]],
    ["bottlerocket@v1.20.4", ["/dev/xvda", "/dev/xvdb"]],
    ["windows2022@latest", ["/dev/sda1"]],
  ] as const) {
    it(`asks for ${devices.join(" and ")} where mappings replace Karpenter's for ${alias}`, async () => {
      const terms = [{ alias }];
      const found = async (mappings: readonly VolumeFixture[] | undefined) =>
        (
          await checkBy(nodeEbsEncrypted, classWith(mappings, { terms }), nodeClassToken)
        ).messages.map((message) => /no mapping for (\S+),/.exec(message)?.[1]);
      assert.deepEqual(await found(undefined), []);
      assert.deepEqual(await found([]), []);
      assert.deepEqual(await found(devices.map((device) => volume(device))), []);
      assert.deepEqual(await found([volume("/dev/sdf")]), devices);
    });
  }

  it("says which device the AMI makes by itself", async () => {
    const terms = [{ alias: "bottlerocket@v1.20.4" }];
    const { messages } = await checkBy(
      nodeEbsEncrypted,
      classWith([volume("/dev/xvda")], { terms }),
      nodeClassToken,
    );
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.blockDeviceMappings: no mapping for /dev/xvdb, which every bottlerocket AMI has, got /dev/xvda; expected a mapping for /dev/xvdb with encrypted: true",
      "Mappings replace all of Karpenter's, so /dev/xvdb is made as the AMI has it: not encrypted.",
      "Fix: add a mapping for /dev/xvdb with ebs.encrypted: true to spec.blockDeviceMappings.",
    ]);
  });

  it("says that a mapping without a device name is for none of them", async () => {
    const { messages } = await checkBy(
      nodeEbsEncrypted,
      classWith([volume(undefined)]),
      nodeClassToken,
    );
    assert.match(messages[0] ?? "", /no mapping for \/dev\/xvda, .*, got no device names;/);
  });

  it("knows no devices of AMIs that are chosen otherwise than by alias", async () => {
    const terms = [{ id: "ami-0123456789abcdef0" }];
    const found = (family: string, mappings?: readonly VolumeFixture[]) =>
      pathsBy(nodeEbsEncrypted, classWith(mappings, { terms, family }), nodeClassToken);
    assert.deepEqual(await found("AL2023", [volume("/dev/sda1")]), []);
    assert.deepEqual(await found("AL2023"), []);
    assert.deepEqual(await found("Bottlerocket"), []);
    assert.deepEqual(await found("Custom"), [mappingsPath]);
    assert.deepEqual(await found("Ubuntu"), [mappingsPath]);
  });

  it("goes by amiFamily before the alias where Karpenter's own volumes are meant", async () => {
    const custom = classWith(undefined, { family: "Custom" });
    const { messages } = await checkBy(nodeEbsEncrypted, custom, nodeClassToken);
    assert.match(messages[0] ?? "", /got no mappings, with the AMI family custom;/);
    assert.match(messages[0] ?? "", /with ebs\.encrypted: true for each device of the AMI\.$/m);
  });

  it("cannot say which volumes there are where family or terms cannot be read", async () => {
    const found = (spec: Partial<ReturnType<typeof nodeClass>["spec"]>, mappings?: unknown) =>
      pathsBy(
        nodeEbsEncrypted,
        { ...nodeClass(), spec: { ...nodeClass().spec, blockDeviceMappings: mappings, ...spec } },
        nodeClassToken,
      );
    assert.deepEqual(await found({ amiFamily: 5 }), ["spec.amiFamily"]);
    const terms = [{ alias: 5 }];
    assert.deepEqual(await found({ amiSelectorTerms: terms }), ["spec.amiSelectorTerms[0].alias"]);
    assert.deepEqual(await found({ amiSelectorTerms: terms }, [volume("/dev/xvda")]), [
      "spec.amiSelectorTerms[0].alias",
    ]);
  });

  it("reads no key unless its configuration names keys", async () => {
    const mappings = [volume("/dev/xvda", { encrypted: true, kmsKeyID: marker })];
    const found = (allowedKmsKeys: readonly string[]) =>
      pathsBy(nodeEbsEncrypted, classWith(mappings), nodeClassToken, { allowedKmsKeys });
    assert.deepEqual(await found([]), []);
    assert.deepEqual(await found(["alias/nodes"]), [`${mappingsPath}[0].ebs.kmsKeyID`]);
  });

  it("asks for one of the keys of its configuration, by alias or otherwise", async () => {
    const allowedKmsKeys = ["alias/nodes", "arn:aws:kms:us-east-1:123456789012:key/1"];
    const expected = async (ebs: Record<string, unknown>) =>
      (
        await checkBy(nodeEbsEncrypted, classWith([volume("/dev/xvda", ebs)]), nodeClassToken, {
          allowedKmsKeys,
        })
      ).messages.map((message) => /^\S+: (.*)$/m.exec(message)?.[1]);
    for (const kmsKeyID of allowedKmsKeys) {
      assert.deepEqual(await expected({ encrypted: true, kmsKeyID }), []);
    }
    const keys = "one of alias/nodes, arn:aws:kms:us-east-1:123456789012:key/1";
    assert.deepEqual(await expected({ encrypted: true, kmsKeyID: "alias/other" }), [
      `a volume with another key than the organisation's, got a text of 11 characters; expected ${keys}`,
    ]);
    assert.deepEqual(await expected({ encrypted: true }), [
      `a volume with another key than the organisation's, got nothing, which means the account's default key; expected ${keys}`,
    ]);
    assert.deepEqual(await expected({ kmsKeyID: 5 }), [
      "a volume that is not encrypted, got nothing, which leaves it to the account; expected true",
      "unexpected shape, got the number 5; expected a text",
    ]);
  });

  it("does not take Karpenter's own volumes where a key is asked for", async () => {
    const { messages } = await checkBy(nodeEbsEncrypted, classWith(undefined), nodeClassToken, {
      allowedKmsKeys: ["alias/nodes"],
    });
    assert.deepEqual(
      messages[0]?.split("\n")[1],
      `${mappingsPath}: volumes with the AWS-managed key, got no mappings; expected mappings with alias/nodes as kmsKeyID`,
    );
  });
});

function volume(deviceName: unknown, ebs: Record<string, unknown> = { encrypted: true }) {
  return { deviceName, ebs: { volumeType: "gp3", volumeSize: "200Gi", ...ebs } };
}

function classWith(
  blockDeviceMappings: unknown,
  { terms, family }: { readonly terms?: Record<string, unknown>[]; readonly family?: string } = {},
) {
  const base = nodeClass();
  return {
    ...base,
    spec: {
      ...base.spec,
      blockDeviceMappings,
      ...(terms === undefined ? {} : { amiSelectorTerms: terms }),
      ...(family === undefined ? {} : { amiFamily: family }),
    },
  };
}
