import { nameOf, typeOf } from "../../command-line/urn";

/** What a deployment would do with one resource. */
export interface PlannedChange {
  readonly urn: string;
  /** The type token, `kubernetes:karpenter.sh/v1:NodePool`. */
  readonly type: string;
  /** The logical name, which is not the name in AWS or in the cluster. */
  readonly name: string;
  readonly action: "same" | "create" | "update" | "replace" | "delete";
  /** URNs of the resource's providers: the old and the new one, where it moves; empty where the plan names none. */
  readonly providers: readonly string[];
  /** Absent for a new resource. */
  readonly before?: ResourceState;
  /** Absent for a deleted resource. */
  readonly after?: ResourceState;
  /** The properties that differ, as the engine writes them: `spec.limits["nvidia.com/gpu"]`; sorted. */
  readonly changed: readonly string[];
  /** The properties that cannot be changed in place; sorted. `provider` where the resource moves to another provider. */
  readonly replaceReasons: readonly string[];
}

export interface ResourceState {
  readonly inputs: unknown;
  readonly protect: boolean;
  /** The resource stays in the cloud when the program no longer has it. */
  readonly retainOnDelete: boolean;
}

/** One step of the engine. A replacement has three steps, in an order that depends on `deleteBeforeReplace`. */
export interface EngineStep {
  readonly op: string;
  readonly urn: string;
  readonly provider?: string | undefined;
  readonly before?: ResourceState | undefined;
  readonly after?: ResourceState | undefined;
  readonly changed: readonly string[];
  readonly replaceReasons: readonly string[];
}

/**
 * The engine's steps as one change for each resource.
 * https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/step.go has the names of the operations.
 */
export function changesOf(steps: readonly EngineStep[]): readonly PlannedChange[] {
  const byUrn = new Map<string, EngineStep[]>();
  for (const step of steps) byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  return [...byUrn].map(([urn, ofOne]) => changeOf(urn, ofOne));
}

function changeOf(urn: string, steps: readonly EngineStep[]): PlannedChange {
  const action = actionOf(new Set(steps.map(({ op }) => op)));
  const before = steps.find((step) => step.before !== undefined)?.before;
  const after = steps.findLast((step) => step.after !== undefined)?.after;
  return {
    urn,
    type: typeOf(urn),
    name: nameOf(urn),
    action,
    providers: distinct(
      steps.flatMap(({ provider }) => (provider === undefined ? [] : [withoutId(provider)])),
    ),
    ...(before === undefined || action === "create" ? {} : { before }),
    ...(after === undefined || action === "delete" ? {} : { after }),
    changed: distinct(steps.flatMap(({ changed }) => changed)),
    replaceReasons: distinct(steps.flatMap(({ replaceReasons }) => replaceReasons)),
  };
}

function actionOf(ops: ReadonlySet<string>): PlannedChange["action"] {
  const some = (...wanted: readonly string[]): boolean => wanted.some((op) => ops.has(op));
  if (
    some(
      "replace",
      "create-replacement",
      "delete-replaced",
      "import-replacement",
      "discard-replaced",
    )
  ) {
    return "replace";
  }
  if (some("delete", "discard", "remove-pending-replace"))
    return some("create") ? "replace" : "delete";
  if (some("create", "import")) return "create";
  return some("update") ? "update" : "same";
}

/** A reference to a provider is its URN and its id, with `::` between them. */
function withoutId(reference: string): string {
  return reference.split("::").slice(0, 4).join("::");
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
