import fs from "node:fs";

/** One resource in the engine's state, with the fields that the sandbox reads. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** Whether a provider made it. A component is not custom. */
  readonly custom?: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly protect?: boolean;
  /** Whether a replacement exists, and this resource still has to be deleted. */
  readonly delete?: boolean;
  readonly dependencies?: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** An operation that had begun and not ended when the engine stopped. */
export interface PendingOperation {
  readonly resource: StateResource;
  readonly type: string;
}

/** The engine's state of a stack. */
export interface StackState {
  readonly resources: readonly StateResource[];
  readonly pendingOperations: readonly PendingOperation[];
}

const noState: StackState = { resources: [], pendingOperations: [] };

/**
 * Reads the engine's checkpoint from the file backend. A stack that was never deployed has an empty state. A damaged
 * checkpoint is reported as `fault`, in one sentence, and the file is not changed.
 */
export function readCheckpoint(
  file: string,
): { readonly state: StackState } | { readonly fault: string } {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { state: noState };
    return { fault: `${file}: cannot be read, got ${(error as Error).message}` };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `${file}: is not JSON, got ${(error as Error).message}` };
  }
  const fault = shapeFault(value);
  if (fault !== undefined) return { fault: `${file}: ${fault}` };
  const { latest } = (value as CheckpointFile).checkpoint;
  return {
    state: {
      resources: latest?.resources ?? [],
      pendingOperations: latest?.pending_operations ?? [],
    },
  };
}

interface CheckpointFile {
  readonly checkpoint: {
    readonly latest?: {
      readonly resources?: readonly StateResource[];
      readonly pending_operations?: readonly PendingOperation[];
    };
  };
}

function shapeFault(value: unknown): string | undefined {
  if (!isRecord(value) || !isRecord(value["checkpoint"])) {
    return "is not a checkpoint of Pulumi, got no map `checkpoint`";
  }
  const latest = value["checkpoint"]["latest"];
  if (latest === undefined || latest === null) return undefined;
  if (!isRecord(latest)) return `has a faulty deployment, got ${JSON.stringify(latest)}`;
  const { resources, pending_operations: pending } = latest;
  const wrong = listOf(resources).findIndex((one) => !isResource(one));
  if (wrong !== -1) return `checkpoint.latest.resources[${wrong}] has no urn and type`;
  const open = listOf(pending).findIndex((one) => !isRecord(one) || !isResource(one["resource"]));
  if (open !== -1) return `checkpoint.latest.pending_operations[${open}] has no resource`;
  return undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function isResource(value: unknown): boolean {
  return isRecord(value) && typeof value["urn"] === "string" && typeof value["type"] === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
