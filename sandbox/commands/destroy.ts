import type { Stack } from "@pulumi/pulumi/automation";
import { counted } from "../../scheduling/values/wording";
import type { CommandContext } from "../context";
import { formatChanges } from "../engine/changes";
import { readCheckpoint, type StateResource } from "../engine/checkpoint";
import { clearState, refuseDamage, resetState } from "../engine/damage";
import { runUpdate } from "../engine/deploy";
import { lastDeployed } from "../engine/deployed-settings";
import { runOperation } from "../engine/operation";
import { withoutProtection, writeSettings } from "../engine/project-files";
import { isProtected, switchOffDeletionProtection, unprotectInState } from "../engine/protection";
import type { SandboxFolder } from "../engine/sandbox-folder";
import { withSession, type Session } from "../engine/session";
import { lockStack } from "../engine/stack-lock";
import { isDefaultProvider } from "../../command-line/urn";
import { loadCloudState, remainsOf } from "../providers/cloud-state";
import type { Reporter } from "../../command-line/reporter";
import { findDeployed } from "../target";
import { sessionOf } from "./session-of";

/**
 * Deletes the stack in the order of its dependencies, and then the state that the sandbox keeps for it. First it
 * removes the protection of resources, with the step that a person has to take for a real stack.
 */
export async function destroy(context: CommandContext): Promise<void> {
  const folder = findDeployed(context);
  const { stack, reporter, print } = context;
  if (context.reset === true) {
    await removeState(folder, resetState);
    return print(`Removed the sandbox's state of ${stack} (${folder.root})`);
  }
  refuseDamage(folder);
  if (isNothingDeployed(folder)) {
    const adopted = await removeState(folder, clearState);
    print(`${stack} is not deployed in the sandbox; there is nothing to destroy`);
    return printAdopted(context, adopted);
  }
  const adopted = await withSession(
    sessionOf(context, folder, "destroy"),
    { state: (engineStack) => unprotectIncomplete(folder, engineStack, reporter) },
    async (session) => {
      await unprotect(session);
      const { counts } = await runOperation(
        session,
        { title: "Destroying", noun: "the destruction", total: countedIn(folder) },
        (options) => session.stack.destroy(options),
      );
      reporter.line(`Destruction of ${stack}: ${formatChanges(counts, "done")}`);
      await session.standIns.stop();
      refuseRemains(folder);
      return clearState(folder);
    },
  );
  print(
    adopted.length === 0
      ? `${stack} is destroyed; nothing is left in the stand-ins' cloud`
      : `${stack} is destroyed; nothing of it is left in the stand-ins' cloud`,
  );
  printAdopted(context, adopted);
}

/** A cluster that the stack has adopted does not belong to the stack, and is not deleted. */
function printAdopted({ stack, print }: CommandContext, clusters: readonly string[]): void {
  for (const cluster of clusters) {
    print(
      `Cluster ${cluster} still exists, with its network, nodes and add-ons, because the stack had adopted it. ` +
        `\`npm run sandbox -- destroy ${stack} --reset\` removes it.`,
    );
  }
}

/** The documented step: set `accelerator-platform:protect` to false and run `up`. */
async function unprotect(session: Session): Promise<void> {
  const { folder, reporter } = session;
  const guarded = resourcesOf(folder).filter(isProtected);
  const deployed = lastDeployed(folder);
  if (guarded.length === 0 || deployed?.isComplete !== true) return;
  reporter.line(
    `${protectedLine(folder, guarded)} For a real stack, you take this step first:\n` +
      `  pulumi config set accelerator-platform:protect false --stack ${folder.stack}\n` +
      `  pulumi up --stack ${folder.stack}\n` +
      `The sandbox now takes it, on its own copy of the stack file (${folder.settings}).`,
  );
  writeSettings(folder, withoutProtection(deployed.text));
  // The policy pack does not run, because it must not decide whether a stack may be deleted.
  const { counts } = await runUpdate(session, undefined, { title: "Unprotecting" });
  reporter.line(`Unprotected ${folder.stack}: ${formatChanges(counts, "done")}`);
}

/** For a deployment that was cut off. The usual step would first complete it, only to delete it then. */
async function unprotectIncomplete(
  folder: SandboxFolder,
  stack: Stack,
  reporter: Reporter,
): Promise<void> {
  const guarded = resourcesOf(folder).filter(isProtected);
  if (guarded.length === 0 || lastDeployed(folder)?.isComplete === true) return;
  reporter.line(
    `${protectedLine(folder, guarded)} Its deployment was cut off, so the usual step would ` +
      `complete it. For a real stack, you take these steps instead:\n` +
      `  pulumi state unprotect --all --stack ${folder.stack}\n` +
      `  aws eks update-cluster-config --name <cluster> --no-deletion-protection   (if the cluster exists)\n` +
      `The sandbox now takes them, on its own state.`,
  );
  await unprotectInState(stack);
  switchOffDeletionProtection(folder);
}

function protectedLine({ stack }: SandboxFolder, guarded: readonly StateResource[]): string {
  return `${stack} is protected (${counted(guarded.length, "resource")}).`;
}

async function removeState<T>(
  folder: SandboxFolder,
  remove: (folder: SandboxFolder) => T,
): Promise<T> {
  const release = await lockStack(folder.root, `destroy ${folder.stack}`, () => undefined);
  try {
    return remove(folder);
  } finally {
    await release();
  }
}

function isNothingDeployed(folder: SandboxFolder): boolean {
  const cloud = loadCloudState(folder.cloud);
  const isEmpty = "state" in cloud && remainsOf(cloud.state).length === 0;
  return resourcesOf(folder).length === 0 && isEmpty;
}

function refuseRemains(folder: SandboxFolder): void {
  const cloud = loadCloudState(folder.cloud);
  if ("fault" in cloud) throw new Error(cloud.fault);
  const left = remainsOf(cloud.state);
  if (left.length === 0) return;
  throw new Error(
    `${folder.stack} is destroyed, and the stand-ins' cloud still holds ${left.length} objects:\n` +
      left.map((one) => `  ${one}`).join("\n"),
  );
}

/** The number of resources that the engine will count. It does not count the providers that it made itself. */
function countedIn(folder: SandboxFolder): number {
  return resourcesOf(folder).filter(({ urn }) => !isDefaultProvider(urn)).length;
}

function resourcesOf(folder: SandboxFolder): readonly StateResource[] {
  const checkpoint = readCheckpoint(folder.checkpoint);
  return "state" in checkpoint ? checkpoint.state.resources : [];
}
