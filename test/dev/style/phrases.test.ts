import assert from "node:assert/strict";
import path from "node:path";

import { describe, it } from "mocha";

import { styledFiles } from "../../../dev/style/files";
import { phrasesIn } from "../../../dev/style/phrases";

describe("the phrases that the style check finds", () => {
  for (const [text, found] of [
    ["/** Of the request; where the provider gives up. */", "Of"],
    ["The types stand behind one interface.", "stand"],
    ["What stood there", "stood"],
    ["a manifest that may be anybody's", "anybody's"],
    ["for whoever wants to read it", "whoever"],
    ["the name thereof", "thereof"],
    ["Told only of accelerated pools", "Told only"],
    ["told of every rule that crashed", "told of"],
    ["Its dearest node costs $1.01 an hour", "dearest"],
    ["nothing to mend", "mend"],
    ["the rule judges a patch", "judges"],
    ["the subnets lie in three zones", "lie in"],
  ] as const) {
    it(`are in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(
        phrasesIn(text).map((hit) => hit.found),
        [found],
      );
    });
  }

  for (const text of [
    "Of course it does.",
    "the type of the request",
    "OfferedTypes, keyOf(x)",
    "a stand-in for the cloud",
    "prices of us-east-1 stand in",
    "the letters stand for a size",
    "an understandable, standard, outstanding answer",
    "anybody may read it",
  ]) {
    it(`are not in ${JSON.stringify(text)}`, () => assert.deepEqual(phrasesIn(text), []));
  }

  it("are given with their lines and with advice", () => {
    assert.deepEqual(phrasesIn("one\nOf two\nthree"), [
      {
        line: 2,
        found: "Of",
        advice: 'a sentence does not begin with "Of": begin with its subject',
      },
    ]);
  });
});

describe("the files that the style check reads", () => {
  const files = styledFiles(path.resolve(__dirname, "../../.."));

  it("are sources, tests, documents and workflows", () => {
    for (const file of [
      "README.md",
      "infra/boot.js",
      "scheduling/taints/taints.ts",
      "test/dev/style/../../architecture.test.ts",
      ".github/workflows/pull-request.yml",
    ]) {
      assert.ok(files.includes(path.posix.normalize(file)), file);
    }
  });

  it("are neither packages nor fixtures nor generated answers", () => {
    const unwanted =
      /(^|\/)node_modules\/|^test\/(fixtures|stacks\/golden|report\/golden)\/|wasm_exec/;
    assert.deepEqual(
      files.filter((file) => unwanted.test(file)),
      [],
    );
  });
});
