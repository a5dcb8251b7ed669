import type { Deployment, Stack } from "@pulumi/pulumi/automation";
import fs from "node:fs";
import type { Reporter } from "../../command-line/reporter";
import { counted } from "../../scheduling/values/wording";
import {
  loadCloudState,
  objectKey,
  removeUnrecorded,
  saveCloudState,
  type CloudState,
} from "../providers/cloud-state";
import { readCheckpoint, type StackState, type StateResource } from "./checkpoint";
import type { SandboxFolder } from "./sandbox-folder";

/** Whether an earlier command was killed in the middle of an operation of the engine. */
export function needsRecovery(folder: SandboxFolder): boolean {
  if (engineLocks(folder).length > 0) return true;
  const checkpoint = readCheckpoint(folder.checkpoint);
  return "state" in checkpoint && checkpoint.state.pendingOperations.length > 0;
}

/**
 * Repairs the state after a kill, so that the next operation can continue: removes the engine's lock and the operations
 * that were open, and deletes objects from the stand-ins' cloud that the engine does not know. Only the holder of the
 * stack's own lock may call this, and only while the stand-ins do not run.
 */
export async function recover(
  folder: SandboxFolder,
  stack: Stack,
  reporter: Reporter,
): Promise<void> {
  if (engineLocks(folder).length > 0) {
    reporter.line("Recovery: removing the engine's lock that a killed command left");
    await stack.cancel();
  }
  const exported = await stack.exportStack();
  const state = stateOf(exported);
  if (state.pendingOperations.length === 0) return;

  const loaded = loadCloudState(folder.cloud);
  if ("fault" in loaded) throw new Error(loaded.fault);
  const removed = removeUnrecorded(loaded.state, recordedIn(state));
  const gone = goneResources(state, loaded.state);
  reporter.line(
    `Recovery: dropping ${counted(state.pendingOperations.length, "operation")} that a killed ` +
      `command left open, removing ${counted(removed.length, "object")} that the engine never ` +
      `recorded, forgetting ${counted(gone.length, "resource")} that had been deleted`,
  );
  // The stand-ins' state comes first. After a kill in between, the operations are still open, and this runs again.
  saveCloudState(folder.cloud, loaded.state);
  await stack.importStack(withoutOpenOperations(exported, gone));
}

/** The resources that the engine has recorded, by URN and id. */
export function recordedIn(state: StackState): readonly { urn: string; id: string }[] {
  return state.resources.flatMap(({ urn, id }) => (id === undefined ? [] : [{ urn, id }]));
}

/** Resources that the engine was deleting, and that the cloud no longer has. */
export function goneResources(state: StackState, cloud: CloudState): readonly StateResource[] {
  const deleting = new Set(
    state.pendingOperations
      .filter(({ type }) => type === "deleting")
      .map(({ resource }) => keyOf(resource)),
  );
  const clusters = Object.values(cloud.kubernetes);
  return state.resources.filter((resource) => {
    if (!deleting.has(keyOf(resource)) || resource.id === undefined) return false;
    const key = objectKey(resource.type, resource.id);
    return !(key in cloud.objects) && !clusters.some(({ objects }) => key in objects);
  });
}

function withoutOpenOperations(exported: Deployment, gone: readonly StateResource[]): Deployment {
  const deployment = exported.deployment as Record<string, unknown>;
  const dropped = new Set(gone.map(keyOf));
  const resources = stateOf(exported).resources.filter((one) => !dropped.has(keyOf(one)));
  return { ...exported, deployment: { ...deployment, resources, pending_operations: [] } };
}

function stateOf(exported: Deployment): StackState {
  const deployment = exported.deployment as {
    readonly resources?: StackState["resources"];
    readonly pending_operations?: StackState["pendingOperations"];
  };
  return {
    resources: deployment.resources ?? [],
    pendingOperations: deployment.pending_operations ?? [],
  };
}

function keyOf({ urn, id }: StateResource): string {
  return `${urn} ${id ?? ""}`;
}

function engineLocks(folder: SandboxFolder): readonly string[] {
  try {
    return fs.readdirSync(folder.engineLocks).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
