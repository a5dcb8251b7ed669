import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, it } from "mocha";

import { applyPatches } from "../../../start/patches/patches";
import { recordRegistrations } from "../../../commands/check/recorder";

const run = { project: "accelerator-platform", stack: "test", preview: true, config: {} };

describe("the patch debug-messages", () => {
  const before = { debug: pulumi.log.debug, leaks: process.env["PULUMI_DEBUG_PROMISE_LEAKS"] };
  let calls: string[];
  beforeEach(() => {
    calls = [];
    Object.assign(pulumi.log, {
      debug: (message: string) => {
        calls.push(message);
        return Promise.resolve();
      },
    });
    delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  });
  afterEach(() => {
    Object.assign(pulumi.log, { debug: before.debug });
    if (before.leaks === undefined) delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    else process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = before.leaks;
  });

  const registerOne = (): pulumi.ComponentResource => new pulumi.ComponentResource("test:a:B", "c");

  it("makes the SDK register resources without a message for every step", async () => {
    applyPatches(["debug-messages"]);
    await recordRegistrations(registerOne, run);
    assert.deepEqual(calls, []);
  });

  it("keeps the messages while PULUMI_DEBUG_PROMISE_LEAKS is set", async () => {
    process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
    applyPatches(["debug-messages"]);
    await recordRegistrations(registerOne, run);
    assert.ok(
      calls.some((message) => message.startsWith("Registering resource: t=test:a:B, name=c")),
      calls.join("\n"),
    );
  });

  it("does not touch warnings", () => {
    const { warn } = pulumi.log;
    applyPatches(["debug-messages"]);
    assert.equal(pulumi.log.warn, warn);
  });
});
