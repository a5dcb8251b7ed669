import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { isOlder } from "../../../infra/checks/is-older";

describe("isOlder", () => {
  const older: readonly (readonly [older: string, newer: string])[] = [
    ["1.9.0", "1.10.0"],
    ["1.22.1", "v1.22.4-eksbuild.3"],
    ["1.99.99", "2.0.0"],
    ["20260409", "20260903"],
    ["08060409", "20260903"],
    ["01.2.3", "1.10.0"],
  ];
  for (const [a, b] of older) {
    it(`finds ${a} older than ${b}, and not the other way round`, () => {
      assert.equal(isOlder(a, b), true);
      assert.equal(isOlder(b, a), false);
    });
  }

  it("ignores a leading v and the build of an add-on", () => {
    for (const other of ["v1.22.1", "v1.22.1-eksbuild.1"]) {
      assert.equal(isOlder(other, "1.22.1"), false);
      assert.equal(isOlder("1.22.1", other), false);
    }
  });

  it("refuses text without a version", () => {
    assert.throws(() => isOlder("latest", "1.22.1"), TypeError);
  });
});
