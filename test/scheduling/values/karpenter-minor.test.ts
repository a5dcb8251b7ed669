import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { karpenterMinorOf, newestKarpenterMinor } from "../../../scheduling/values/karpenter-minor";

describe("the minor version of Karpenter", () => {
  const cases = [
    ["1.14.0", "1.14"],
    ["v1.14.3", "1.14"],
    ["1.15.0", "1.15"],
    ["1.15.2", "1.15"],
    ["1.13.9", "1.14"],
    ["0.37.0", "1.14"],
    ["1.16.0", "1.15"],
    ["2.0.0", "1.15"],
  ] as const;
  for (const [version, minor] of cases) {
    it(`of ${version} behaves as ${minor}`, () => assert.equal(karpenterMinorOf(version), minor));
  }

  it("is the newest where the text is no version", () =>
    assert.equal(karpenterMinorOf("latest"), newestKarpenterMinor));
});
