import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { policyFixtures } from "../../dev/generate/policy-fixtures";
import type { FixtureResource } from "../../dev/generate/policy-fixtures";
import { rules } from "../../policies/registry";
import { inferencePool } from "../fixtures/resources/node-pool";
import { checkProgram } from "./check-program";

const secret = "hunter2";

type Change = (text: string) => string;

/** Forms that a secret may have to fit the field that it is in. */
const forms: readonly Change[] = [
  () => `${secret}-word`,
  () => `${secret}/path.example.org`,
  (text) => `${text.split("@", 1)[0]}@${secret}`,
  (text) => `${text.split("/", 1)[0]}/${secret}/latest`,
  (text) => `${secret}*${text}`,
  (text) => `${text} ${secret}`,
];

describe("messages about values that may be secret", function () {
  this.timeout(120_000);

  for (const { file, rule: id, resources } of policyFixtures().filter(
    ({ kind }) => kind === "bad",
  )) {
    it(`quote no text of ${file} that is not known to everyone`, async () => {
      for (const variant of variantsOf(resources)) {
        const own = rules.filter((rule) => rule.id === id);
        const { messages } = await checkProgram(variant, { rules: own });
        for (const message of messages) assert.ok(!message.includes(secret), message);
      }
    });
  }

  it("do not quote the range of a network, and say how wide it is", async () => {
    const vpcConfig = { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.77/7"] };
    const { messages } = await checkProgram([
      { type: "aws:eks/cluster:Cluster", name: "cluster", properties: { vpcConfig } },
    ]);
    assert.match(messages.join("\n"), /got a prefix of \/7;/);
    assert.doesNotMatch(messages.join("\n"), /203\.0/);
  });

  it("have no control characters, which can erase a line of the terminal", async () => {
    const pool = inferencePool();
    pool.spec.limits = { "\u001b[2K\u001b[1Acpu\u202e": "many\u0007" };
    const { messages } = await checkProgram([
      { type: "kubernetes:karpenter.sh/v1:NodePool", name: "pool", properties: { ...pool } },
    ]);
    assert.notDeepEqual(messages, []);
    for (const message of messages) {
      assert.doesNotMatch(message.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
    }
  });
});

/** The resources with the secret in one text, or in the name of one key that the author of a manifest chooses. */
function variantsOf(
  resources: readonly FixtureResource[],
): readonly (readonly FixtureResource[])[] {
  return resources.flatMap((resource, index) =>
    changesOf(resource.properties).map((properties) =>
      resources.map((one, at) =>
        at === index ? { ...one, properties: properties as FixtureResource["properties"] } : one,
      ),
    ),
  );
}

const fixed = ["apiVersion", "kind"];
const ownKeys = ["labels", "annotations", "limits", "tags", "capacity", "values", "data"];

function changesOf(value: unknown, key = ""): readonly unknown[] {
  if (typeof value === "string") return fixed.includes(key) ? [] : forms.map((form) => form(value));
  if (Array.isArray(value)) {
    return value.flatMap((element: unknown, index) =>
      changesOf(element).map((changed) => value.with(index, changed) as unknown),
    );
  }
  if (typeof value !== "object" || value === null) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.entries(fields).flatMap(([name, field]) => [
    ...changesOf(field, name).map((changed) => ({ ...fields, [name]: changed })),
    ...(ownKeys.includes(key) ? [{ ...fields, [`${secret}.example.org/key`]: field }] : []),
  ]);
}
