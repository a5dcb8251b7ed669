import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

import { describe, it } from "mocha";

import { jsonFormat } from "../../../report/formats/json/json-format";
import { formatNames, isFormatName } from "../../../report/formats/registry";
import { smallModel } from "../small-model";

/** How a report in each format begins. */
const starts: Readonly<Record<string, RegExp>> = {
  text: /^test-ap-northeast-1\n/,
  markdown: /^### What Karpenter will do/,
  json: /^\{\n {2}"version": 1/,
  html: /^<!doctype html>/,
};

describe("the registry of formats", function () {
  this.timeout(60_000);

  for (const name of formatNames) {
    it(`loads ${name} by its name, and no other format with it`, () => {
      const script = path.join(__dirname, "load-format.ts");
      const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, name], {
        encoding: "utf8",
      });
      assert.equal(stderr, "");
      const answer = JSON.parse(stdout) as Readonly<Record<"name" | "start", string>>;
      assert.match(answer.start, starts[name] ?? /^$/);
      assert.deepEqual(answer, { name, loaded: [`${name}-format`], start: answer.start });
    });
  }

  it("knows no name that every object inherits", () => {
    assert.equal(isFormatName("text"), true);
    assert.equal(isFormatName("toString"), false);
  });
});

describe("the report as JSON", () => {
  it("is the whole model", () => {
    const text = jsonFormat.render(smallModel());
    assert.deepEqual(JSON.parse(text), smallModel());
    assert.ok(text.endsWith("}\n"));
  });
});
