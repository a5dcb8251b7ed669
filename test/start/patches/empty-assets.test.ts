import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { inferencePool } from "../../fixtures/resources/node-pool";
import { checkProgram } from "../../policies/check-program";

const signature = "4dabf18193072939515e22adb298388d";
const asset = (text: string) => ({ [signature]: "c44067f5952c0a294b673a41bacd8c17", text });
const archive = (assets: object | undefined) => ({
  [signature]: "0def7320c3a5731c473e5ecbe6d01bc7",
  ...(assets === undefined ? {} : { assets }),
});

const rulesIn = async (data: object): Promise<readonly string[]> => {
  const { verdicts, crashes } = await checkProgram([
    { type: "kubernetes:core/v1:ConfigMap", name: "c", properties: { data } },
  ]);
  assert.deepEqual(crashes, []);
  return verdicts.map(({ rule, path }) => `${rule} ${path}`);
};

describe("the policy pack", () => {
  it("survives an empty text asset", async () => {
    assert.deepEqual(await rulesIn({ a: asset("") }), []);
  });

  it("survives an empty file in the archive of a function, and an archive of nothing", async () => {
    const init = archive({ "pkg/__init__.py": asset(""), "main.py": asset("x=1") });
    assert.deepEqual(await rulesIn({ a: init }), []);
    assert.deepEqual(await rulesIn({ a: archive({}) }), []);
    assert.deepEqual(await rulesIn({ a: archive({ inner: archive({ a: asset("") }) }) }), []);
  });

  it("judges a NodePool in the text of an asset, also beside an empty one", async () => {
    const pool = { ...inferencePool(), spec: {} };
    const found = await rulesIn({ empty: asset(""), a: asset(JSON.stringify(pool)) });
    assert.ok(found.includes("cost-limits-required data.a.spec.limits"), found.join("\n"));
  });
});
