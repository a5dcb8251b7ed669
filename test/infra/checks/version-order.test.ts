import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { compareVersions } from "../../../infra/checks/version-order";

describe("the order of versions", () => {
  const rows: readonly (readonly [string, "<" | "=" | ">", string])[] = [
    ["1.9.0", "<", "1.10.0"],
    ["v1.22.4-eksbuild.3", ">", "1.22.1"],
    ["v1.22.1-eksbuild.1", "=", "1.22.1"],
    ["v26.7.0", "=", "26.7"],
    ["2.0.0", ">", "1.99.99"],
    ["20260409", "<", "20260903"],
  ];
  for (const [a, sign, b] of rows) {
    it(`${a} ${sign} ${b}`, () => {
      assert.equal(Math.sign(compareVersions(a, b)), { "<": -1, "=": 0, ">": 1 }[sign]);
      assert.equal(Math.sign(compareVersions(b, a)), { "<": 1, "=": 0, ">": -1 }[sign]);
    });
  }
});
