import assert from "node:assert/strict";

import { describe, it } from "mocha";
import { ZodError } from "zod";

import { readPlan } from "../../../commands/blast-radius/read-plan";

const pool = "urn:pulumi:dev::team::kubernetes:karpenter.sh/v1:NodePool::gpus";
const provider = "urn:pulumi:dev::team::pulumi:providers:kubernetes::cluster";
const inputs = { metadata: { name: "gpus" } };

/** As `pulumi preview --json` of CLI 3.259.0 prints a replacement. */
const digest = {
  config: {},
  steps: [
    {
      op: "create-replacement",
      urn: pool,
      provider: `${provider}::9f3c2d1e-0000-4000-8000-000000000000`,
      oldState: {
        urn: pool,
        custom: true,
        type: "kubernetes:karpenter.sh/v1:NodePool",
        inputs,
        protect: true,
      },
      newState: { urn: pool, custom: true, type: "kubernetes:karpenter.sh/v1:NodePool", inputs },
      diffReasons: ["metadata"],
      replaceReasons: ["metadata.name"],
      detailedDiff: { "metadata.name": { kind: "update-replace", inputDiff: true } },
    },
    { op: "replace", urn: pool, oldState: { inputs }, newState: { inputs } },
    { op: "delete-replaced", urn: pool, oldState: { inputs } },
  ],
  duration: 1000,
  changeSummary: { replace: 1 },
};

describe("a plan", () => {
  it("is one change for each resource, in the digest of a preview", () => {
    assert.deepEqual(readPlan(JSON.stringify(digest)), [
      {
        urn: pool,
        type: "kubernetes:karpenter.sh/v1:NodePool",
        name: "gpus",
        action: "replace",
        providers: [provider],
        before: { inputs, protect: true, retainOnDelete: false },
        after: { inputs, protect: false, retainOnDelete: false },
        changed: ["metadata", "metadata.name"].slice(1),
        replaceReasons: ["metadata.name"],
      },
    ]);
  });

  it("is the same in the events of the engine, one in each line", () => {
    const events = [
      ...digest.steps.map(({ op, urn, oldState, ...step }) => ({
        sequence: 1,
        timestamp: 0,
        resourcePreEvent: {
          metadata: {
            op,
            urn,
            provider: step.provider ?? `${provider}::id`,
            old: oldState,
            new: step.newState ?? null,
            keys: step.replaceReasons ?? null,
            diffs: step.diffReasons ?? null,
            detailedDiff: step.detailedDiff ?? null,
          },
          planning: true,
        },
      })),
      { sequence: 2, timestamp: 0, summaryEvent: { resourceChanges: { replace: 1 } } },
    ];
    const log = events.map((event) => JSON.stringify(event)).join("\n");
    assert.deepEqual(readPlan(`${log}\n`), readPlan(JSON.stringify(digest)));
  });

  it("without a change has no steps", () => {
    assert.deepEqual(readPlan(JSON.stringify({ duration: 1, changeSummary: { same: 4 } })), []);
  });

  const refused: readonly [string, string, RegExp][] = [
    [
      "is refused when the preview failed",
      JSON.stringify({ ...digest, diagnostics: [{ severity: "error" }] }),
      /the preview failed/,
    ],
    ["is refused when it has neither steps nor a summary", "{}", /no steps and no summary/],
    [
      "is refused when the log ends early",
      `{"sequence":1}\n{"sequence":2}`,
      /the log ends before the preview does/,
    ],
    [
      "is refused when an event tells of an error",
      `{"sequence":1,"diagnosticEvent":{"severity":"error"}}\n{"sequence":2,"summaryEvent":{}}`,
      /the preview failed/,
    ],
    ["is refused when it is a list", "[]", /expected object/],
  ];
  for (const [title, text, message] of refused) {
    it(title, () => {
      assert.throws(
        () => readPlan(text),
        (error: Error) => error instanceof ZodError && message.test(error.message),
      );
    });
  }

  it("that is no JSON is refused", () =>
    assert.throws(() => readPlan("Previewing update"), SyntaxError));
});
