import assert from "node:assert/strict";

import { afterEach, beforeEach, describe, it } from "mocha";

import { leaveStackTracesOut } from "../../infra/stack-traces";

describe("leaveStackTracesOut", () => {
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

  it("spares the SDK's promises their traces", () => {
    leaveStackTracesOut();
    assert.equal(new Error("short").stack, "Error: short");
  });

  it("keeps traces for whoever searches leaked promises", () => {
    process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
    leaveStackTracesOut();
    assert.equal(Error.stackTraceLimit, 10);
  });
});
