import { z } from "zod";

import { changesOf, type EngineStep, type PlannedChange, type ResourceState } from "./plan";

/** A preview that ended early lacks steps, and these are not known to be harmless. */
const failedPreview = "the preview failed, so the plan is not complete";

const words = z.array(z.string()).nullish();
const flag = z.boolean().nullish();

const state = z
  .object({ inputs: z.unknown(), protect: flag, retainOnDelete: flag })
  .nullish()
  .transform((read): ResourceState | undefined =>
    read === null || read === undefined
      ? undefined
      : {
          inputs: read.inputs,
          protect: read.protect === true,
          retainOnDelete: read.retainOnDelete === true,
        },
  );

const details = z.record(z.string(), z.unknown()).nullish();

/** https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/display/json.go, `PreviewDigest` and `PreviewStep` */
const digestStep = z.object({
  op: z.string(),
  urn: z.string(),
  provider: z.string().nullish(),
  oldState: state,
  newState: state,
  diffReasons: words,
  replaceReasons: words,
  detailedDiff: details,
});
const digest = z
  .object({
    steps: z.array(digestStep).nullish(),
    changeSummary: z.record(z.string(), z.number()).nullish(),
    diagnostics: z.array(z.object({ severity: z.string() })).nullish(),
  })
  // A preview without a change has no steps, but it has a summary.
  .refine(({ steps, changeSummary }) => (steps ?? changeSummary ?? undefined) !== undefined, {
    message: "no steps and no summary of changes",
  })
  .refine(({ diagnostics }) => !(diagnostics ?? []).some(({ severity }) => severity === "error"), {
    message: failedPreview,
  });

/** https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/apitype/events.go, `StepEventMetadata` */
const engineEvent = z.object({
  summaryEvent: z.object({}).nullish(),
  diagnosticEvent: z.object({ severity: z.string() }).nullish(),
  resourcePreEvent: z
    .object({
      metadata: z.object({
        op: z.string(),
        urn: z.string(),
        provider: z.string().nullish(),
        old: state,
        new: state,
        keys: words,
        diffs: words,
        detailedDiff: details,
      }),
    })
    .nullish(),
});

/**
 * The changes that a preview announces.
 *
 * @param text what `pulumi preview --json` prints, or the engine's events as JSON, one in each line (`--event-log`)
 * @throws SyntaxError or z.ZodError when it is neither
 */
export function readPlan(text: string): readonly PlannedChange[] {
  const whole = parsed(text);
  if (whole !== undefined && !isEvent(whole)) return readDigest(whole);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return readEvents(lines.map((line) => JSON.parse(line) as unknown));
}

/** @throws z.ZodError for something that is no digest of a preview */
function readDigest(value: unknown): readonly PlannedChange[] {
  return changesOf(
    (digest.parse(value).steps ?? []).map((step): EngineStep => ({
      op: step.op,
      urn: step.urn,
      provider: step.provider ?? undefined,
      before: step.oldState,
      after: step.newState,
      changed: changedOf(step.detailedDiff, step.diffReasons),
      replaceReasons: step.replaceReasons ?? [],
    })),
  );
}

const eventLog = z
  .array(engineEvent)
  .refine(
    (events) => events.some(({ summaryEvent }) => (summaryEvent ?? undefined) !== undefined),
    {
      message: "the log ends before the preview does",
    },
  )
  .refine(
    (events) => !events.some(({ diagnosticEvent }) => diagnosticEvent?.severity === "error"),
    {
      message: failedPreview,
    },
  );

/** @throws z.ZodError for something else than the events of a whole preview */
export function readEvents(values: readonly unknown[]): readonly PlannedChange[] {
  return changesOf(
    eventLog.parse(values).flatMap(({ resourcePreEvent }): readonly EngineStep[] => {
      if (resourcePreEvent === null || resourcePreEvent === undefined) return [];
      const { metadata } = resourcePreEvent;
      return [
        {
          op: metadata.op,
          urn: metadata.urn,
          provider: metadata.provider ?? undefined,
          before: metadata.old,
          after: metadata.new,
          changed: changedOf(metadata.detailedDiff, metadata.diffs),
          replaceReasons: metadata.keys ?? [],
        },
      ];
    }),
  );
}

function changedOf(
  detailed: Readonly<Record<string, unknown>> | null | undefined,
  reasons: readonly string[] | null | undefined,
): readonly string[] {
  const paths = Object.keys(detailed ?? {});
  // A provider without a detailed difference names the top-level properties only.
  return paths.length > 0 ? paths : (reasons ?? []);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A log of one event is valid JSON as a whole. */
function isEvent(value: unknown): boolean {
  return typeof value === "object" && value !== null && "sequence" in value;
}
