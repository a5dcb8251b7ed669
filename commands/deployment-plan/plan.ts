import { z } from "zod";

/** One change that a preview announces. */
export interface PlannedStep {
  /** The engine's own word: `create`, `update`, `delete`, `replace`, `create-replacement`, `delete-replaced`… */
  readonly op: string;
  readonly urn: string;
  /** The changed properties with the kind of change, such as `spec.weight: update`; sorted. */
  readonly properties: readonly string[];
  /** The properties that cannot be changed in place; sorted. */
  readonly replaceReasons: readonly string[];
  /** For a deleted NodePool: how many minutes its deletion may wait for its nodes, from its delete timeout. */
  readonly drainMinutes?: number;
  /**
   * For an updated node group with a release version that stays: EKS takes the newest AMI, and refuses the release of the
   * stack file from then on.
   */
  readonly leavesReleaseBehind?: true;
}

/** The changes that a preview announces, without values: more people may read a plan than may read the state. */
export interface DeploymentPlan {
  readonly steps: readonly PlannedStep[];
}

/** Steps that change nothing. */
const quiet = new Set(["same", "read", "refresh", "read-discard", "read-replacement"]);

const words = z.array(z.string()).nullish();

/** https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/display/json.go, `PreviewDigest` and `PreviewStep` */
const previewDigest = z.object({
  steps: z
    .array(
      z.object({
        op: z.string(),
        urn: z.string(),
        replaceReasons: words,
        diffReasons: words,
        oldState: z
          .object({ customTimeouts: z.object({ delete: z.number().optional() }).nullish() })
          .nullish(),
        newState: z.object({ inputs: z.record(z.string(), z.unknown()).nullish() }).nullish(),
        detailedDiff: z.record(z.string(), z.object({ kind: z.string() })).nullish(),
      }),
    )
    .nullish(),
});

const deploymentPlan = z.strictObject({
  steps: z.array(
    z.strictObject({
      op: z.string(),
      urn: z.string(),
      properties: z.array(z.string()),
      replaceReasons: z.array(z.string()),
      drainMinutes: z.number().optional(),
      leavesReleaseBehind: z.literal(true).optional(),
    }),
  ),
});

/**
 * The plan in the output of `pulumi preview --json`, in an order that does not depend on the engine.
 *
 * @throws z.ZodError when it is not a preview
 */
export function planOfPreview(preview: unknown): DeploymentPlan {
  const { steps } = previewDigest.parse(preview);
  const planned = (steps ?? [])
    .filter(({ op }) => !quiet.has(op))
    .map(({ op, urn, replaceReasons, diffReasons, detailedDiff, oldState, newState }) => ({
      op,
      urn,
      properties: Object.entries(detailedDiff ?? {})
        .map(([property, { kind }]) => `${property}: ${kind}`)
        // A provider without a detailed difference names only the properties, those that replace among them.
        .concat(detailedDiff == null ? othersThan(replaceReasons, diffReasons) : [])
        .sort(),
      replaceReasons: [...(replaceReasons ?? [])].sort(),
      ...drainOf(op, urn, oldState?.customTimeouts?.delete),
      ...(updatesWithoutRelease(
        op,
        urn,
        detailedDiff == null ? (diffReasons ?? []) : Object.keys(detailedDiff),
        newState?.inputs,
      )
        ? { leavesReleaseBehind: true as const }
        : {}),
    }));
  return { steps: planned.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/** Operations that delete, also those of a replacement. */
const deleting = new Set(["delete", "replace", "delete-replaced"]);

/** The engine deletes with the timeout of the old state, in seconds: pkg/resource/deploy/step.go, `DeleteStep`. */
function drainOf(
  op: string,
  urn: string,
  seconds: number | undefined,
): Pick<PlannedStep, "drainMinutes"> {
  const isPool = /[:$]kubernetes:karpenter\.sh\/v\d\w*:NodePool::/.test(urn);
  if (!isPool || !deleting.has(op) || seconds === undefined) return {};
  return { drainMinutes: Math.ceil(seconds / 60) };
}

/**
 * Whether the AWS provider updates a node group without its release version. It sends the version only when that changes:
 * https://github.com/hashicorp/terraform-provider-aws/issues/40902
 */
function updatesWithoutRelease(
  op: string,
  urn: string,
  changed: readonly string[],
  inputs: Readonly<Record<string, unknown>> | null | undefined,
): boolean {
  const isNodeGroup = /[:$]aws:eks\/nodeGroup:NodeGroup::/.test(urn);
  if (!isNodeGroup || op !== "update" || inputs?.["releaseVersion"] === undefined) return false;
  return (
    changed.some((property) => /^(launchTemplate\b|version$)/.test(property)) &&
    !changed.includes("releaseVersion")
  );
}

function othersThan(
  known: readonly string[] | null | undefined,
  all: readonly string[] | null | undefined,
): string[] {
  return (all ?? []).filter((one) => !(known ?? []).includes(one));
}

/**
 * Reads a plan from its JSON.
 *
 * @throws z.ZodError when it is not a plan
 */
export function readPlan(value: unknown): DeploymentPlan {
  return deploymentPlan.parse(value);
}

/** Steps with the same key are the same step of two plans. */
export function keyOf({ op, urn }: PlannedStep): string {
  return `${urn}\n${op}`;
}
