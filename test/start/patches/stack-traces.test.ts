import assert from "node:assert/strict";

import { afterEach, beforeEach, describe, it } from "mocha";

import { leaveStackTracesOut } from "../../../start/patches/stack-traces";

describe("leaveStackTracesOut", () => {
  const errors: { prepareStackTrace?: unknown; stackTraceLimit: number } = Error;
  const before = { ...errors, leaks: process.env["PULUMI_DEBUG_PROMISE_LEAKS"] };
  beforeEach(() => {
    errors.stackTraceLimit = 10;
    delete errors.prepareStackTrace;
    delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  });
  afterEach(() => {
    errors.stackTraceLimit = before.stackTraceLimit;
    errors.prepareStackTrace = before.prepareStackTrace;
    if (before.leaks === undefined) delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    else process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = before.leaks;
  });

  it("spares the SDK's promises their traces", () => {
    leaveStackTracesOut();
    assert.equal(new Error("short").stack, "Error: short");
  });

  it("spares resources theirs, for which the SDK lifts the limit, except where a bundle shows them", () => {
    leaveStackTracesOut();
    errors.stackTraceLimit = Infinity;
    assert.equal(new TypeError("of a resource").stack, "TypeError: of a resource");
    errors.prepareStackTrace = () => "as the bundle shows it";
    leaveStackTracesOut();
    assert.equal(new Error("of a resource").stack, "as the bundle shows it");
  });

  it("keeps traces for whoever searches leaked promises", () => {
    process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
    leaveStackTracesOut();
    assert.equal(Error.stackTraceLimit, 10);
  });
});
