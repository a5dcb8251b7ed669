import assert from "node:assert/strict";

import { describe, it } from "mocha";
import { ZodError } from "zod";

import { verdictsOn, readApprovals, type Approval } from "../../../commands/blast-radius/approvals";
import type { Blast } from "../../../commands/blast-radius/blast";

const blast: Blast = {
  effect: "drains",
  name: "gpus",
  urn: "urn:gpus",
  problem: "deletes the NodePool",
  causes: [],
  consequence: "Nodes go.",
  fix: "wait",
};
const approval: Approval = {
  urn: "urn:gpus",
  effect: "drains",
  reason: "the pool has no nodes since Monday",
  owner: "ml-platform",
  expires: "2026-12-01",
};
const verdictOn = (day: string, approvals: readonly Approval[]) =>
  verdictsOn([blast], approvals, day).verdicts.map(({ verdict }) => verdict);

describe("an approval of a step", () => {
  it("holds until the end of its last day, and then the step is stopped again", () => {
    assert.deepEqual(verdictOn("2026-12-01", [approval]), ["approved"]);
    assert.deepEqual(verdictOn("2026-12-02", [approval]), ["expired"]);
  });

  it("holds for its resource and its effect alone, and is reported when nothing needs it", () => {
    for (const other of [
      { ...approval, urn: "urn:other" },
      { ...approval, effect: "orphans" as const },
    ]) {
      const verdicts = verdictsOn([blast], [other], "2026-11-30");
      assert.deepEqual(
        verdicts.verdicts.map(({ verdict }) => verdict),
        ["stops"],
      );
      assert.deepEqual(verdicts.unused, [other]);
    }
  });

  it("takes the one that still holds, where another has ended", () => {
    const renewed = { ...approval, expires: "2027-01-01" };
    assert.deepEqual(verdictOn("2026-12-15", [approval, renewed]), ["approved"]);
  });

  for (const field of ["urn", "effect", "reason", "owner", "expires"] as const) {
    it(`needs its ${field}`, () => {
      assert.throws(() => readApprovals([{ ...approval, [field]: undefined }]), ZodError);
    });
  }

  it("has no other field, and a real date", () => {
    assert.throws(() => readApprovals([{ ...approval, rule: "x" }]), ZodError);
    assert.throws(() => readApprovals([{ ...approval, expires: "2026-02-30" }]), ZodError);
  });
});
