import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, it } from "mocha";
import { followProgress } from "../../../sandbox/engine/progress";
import type { Reporter } from "../../../command-line/reporter";
import { recordingReporter } from "../../support/recording-reporter";

const urn = (name: string, type = "aws:ec2/vpc:Vpc"): string =>
  `urn:pulumi:dev::accelerator-platform::${type}::${name}`;
const before = (name: string): EngineEvent =>
  ({ resourcePreEvent: { metadata: { op: "create", urn: urn(name) } } }) as EngineEvent;
const after = (op: string, name: string, type?: string): EngineEvent =>
  ({ resOutputsEvent: { metadata: { op, urn: urn(name, type) } } }) as EngineEvent;

describe("the progress of an operation", () => {
  it("is a plain line for each completed change in a log", () => {
    const reporter = recordingReporter();
    const progress = followProgress(reporter, { title: "Deploying", total: 2, logsChanges: true });
    for (const event of [
      before("a"),
      after("create", "a"),
      after("same", "b"),
      after("create", "a"),
      after("create", "default_7_48_0", "pulumi:providers:aws"),
      after("update", "c"),
      after("create-replacement", "d"),
      after("replace", "d"),
      after("delete-replaced", "d"),
      after("import", "e"),
    ]) {
      progress.onEvent(event);
    }
    progress.stop();
    assert.deepEqual(reporter.lines, [
      "  created aws:ec2/vpc:Vpc a",
      "  updated aws:ec2/vpc:Vpc c",
      "  replaced aws:ec2/vpc:Vpc d",
      "  import aws:ec2/vpc:Vpc e",
    ]);
  });

  it("has no lines for a preview, which changes nothing", () => {
    const reporter = recordingReporter();
    const progress = followProgress(reporter, { title: "Previewing", logsChanges: false });
    progress.onEvent(after("create", "a"));
    progress.stop();
    assert.deepEqual(reporter.lines, []);
  });

  it("is one line on a terminal, with counts, elapsed time and the current resource", async () => {
    const shown: string[] = [];
    const reporter: Reporter = {
      isTerminal: true,
      line: () => assert.fail("no finished line is expected"),
      status: (text) => void shown.push(text),
    };
    let now = 0;
    const progress = followProgress(reporter, {
      title: "Deploying",
      total: 3,
      logsChanges: true,
      now: () => now,
    });
    progress.onEvent(before("a"));
    progress.onEvent(after("create", "a"));
    progress.onEvent(before("b"));
    now = 65_000;
    await new Promise((resolve) => setTimeout(resolve, 300));
    progress.stop();
    assert.equal(shown[0], "Deploying: 1/3  1m05s  aws:ec2/vpc:Vpc b");
    assert.equal(shown.at(-1), "");
  });
});
