import assert from "node:assert/strict";

import { afterEach, beforeEach, describe, it } from "mocha";

import { applyPatches } from "../../../start/patches/patches";

describe("the patch stack-traces", () => {
  const before = { limit: Error.stackTraceLimit, leaks: process.env["PULUMI_DEBUG_PROMISE_LEAKS"] };
  beforeEach(() => {
    Error.stackTraceLimit = 10;
    delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  });
  afterEach(() => {
    Error.stackTraceLimit = before.limit;
    if (before.leaks === undefined) delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    else process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = before.leaks;
  });

  it("takes no stack trace for an error", () => {
    applyPatches(["stack-traces"]);
    assert.equal(new Error("short").stack, "Error: short");
  });

  it("keeps stack traces while PULUMI_DEBUG_PROMISE_LEAKS is set", () => {
    process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
    applyPatches(["stack-traces"]);
    assert.equal(Error.stackTraceLimit, 10);
  });
});
