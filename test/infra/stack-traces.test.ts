import assert from "node:assert/strict";

import { afterEach, beforeEach, describe, it } from "mocha";

import { leaveStackTracesOut } from "../../infra/stack-traces";

describe("leaveStackTracesOut", () => {
  const before = {
    ...Error,
    limit: Error.stackTraceLimit,
    leaks: process.env["PULUMI_DEBUG_PROMISE_LEAKS"],
  };
  beforeEach(() => {
    Error.stackTraceLimit = 10;
    delete Error.prepareStackTrace;
    delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  });
  afterEach(() => {
    Error.stackTraceLimit = before.limit;
    Error.prepareStackTrace = before.prepareStackTrace;
    if (before.leaks === undefined) delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    else process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = before.leaks;
  });

  it("spares the SDK's promises their traces", () => {
    leaveStackTracesOut();
    assert.equal(new Error("short").stack, "Error: short");
  });

  it("shows places as they are in what runs, and leaves another way of showing them alone", () => {
    leaveStackTracesOut();
    Error.stackTraceLimit = 1;
    assert.match(
      new TypeError("one frame").stack ?? "",
      /^TypeError: one frame\n {4}at .*:\d+:\d+\)?$/,
    );
    Error.prepareStackTrace = () => "another way";
    leaveStackTracesOut();
    assert.equal(new Error("short").stack, "another way");
  });

  it("keeps traces for whoever searches leaked promises", () => {
    process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
    leaveStackTracesOut();
    assert.equal(Error.stackTraceLimit, 10);
  });
});
