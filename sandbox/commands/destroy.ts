import type { CommandContext } from "../context";
import { formatChanges } from "../engine/changes";
import { readCheckpoint, type StateResource } from "../engine/checkpoint";
import { refuseDamage, resetState } from "../engine/damage";
import { runUpdate } from "../engine/deploy";
import { lastDeployed } from "../engine/deployed-settings";
import { runOperation } from "../engine/operation";
import { withoutProtection, writeSettings } from "../engine/project-files";
import { isProtected } from "../engine/protection";
import type { SandboxFolder } from "../engine/sandbox-folder";
import { withSession, type Session } from "../engine/session";
import { lockStack } from "../engine/stack-lock";
import { isEmptyCloud, loadCloudState } from "../providers/cloud-state";
import { findDeployed } from "../target";
import { sessionOf } from "./session-of";

/**
 * Takes the stack down, in the order of its dependencies, and removes what the sandbox keeps of it.
 * What is protected is unprotected first, by the step that a person has to take in life.
 */
export async function destroy(context: CommandContext): Promise<void> {
  const folder = findDeployed(context);
  const { stack, reporter, print } = context;
  if (context.reset === true) {
    await removeState(folder);
    return print(`Threw away the sandbox's state of ${stack} (${folder.root})`);
  }
  refuseDamage(folder);
  if (isNothingDeployed(folder)) {
    await removeState(folder);
    return print(`${stack} is not deployed in the sandbox; there is nothing to destroy`);
  }
  await withSession(
    sessionOf(context, folder, "destroy"),
    () => undefined,
    async (session) => {
      await unprotect(session);
      const { counts } = await runOperation(
        session,
        { title: "Destroying", noun: "the destruction", total: customResources(folder).length },
        (options) => session.stack.destroy(options),
      );
      reporter.line(`Destruction of ${stack}: ${formatChanges(counts, "done")}`);
      await session.standIns.stop();
      refuseRemains(folder);
      resetState(folder);
    },
  );
  print(`${stack} is destroyed; nothing is left in the stand-ins' cloud`);
}

async function removeState(folder: SandboxFolder): Promise<void> {
  const release = await lockStack(folder.root, `destroy ${folder.stack}`, () => undefined);
  try {
    resetState(folder);
  } finally {
    await release();
  }
}

/** The documented step: `accelerator-platform:protect` set to false, and an `up`. */
async function unprotect(session: Session): Promise<void> {
  const { folder, reporter } = session;
  const guarded = resourcesOf(folder).filter(isProtected);
  const deployed = lastDeployed(folder);
  if (guarded.length === 0 || deployed === undefined) return;
  reporter.line(
    `${folder.stack} is protected (${guarded.length} resources). In life you take this step first:\n` +
      `  pulumi config set accelerator-platform:protect false --stack ${folder.stack}\n` +
      `  pulumi up --stack ${folder.stack}\n` +
      `The sandbox takes it now, on its own copy of the stack file (${folder.settings}).`,
  );
  writeSettings(folder, withoutProtection(deployed.text));
  const { counts } = await runUpdate(session, undefined, {
    title: "Unprotecting",
    // What never came to stand must not be made now, only to be destroyed.
    ...(deployed.isComplete ? {} : { targets: guarded.map(({ urn }) => urn) }),
  });
  reporter.line(`Unprotected ${folder.stack}: ${formatChanges(counts, "done")}`);
}

function isNothingDeployed(folder: SandboxFolder): boolean {
  const cloud = loadCloudState(folder.cloud);
  return resourcesOf(folder).length === 0 && "state" in cloud && isEmptyCloud(cloud.state);
}

function refuseRemains(folder: SandboxFolder): void {
  const cloud = loadCloudState(folder.cloud);
  if ("fault" in cloud) throw new Error(cloud.fault);
  if (isEmptyCloud(cloud.state)) return;
  const left = Object.keys(cloud.state.objects).concat(Object.keys(cloud.state.kubernetes));
  throw new Error(
    `${folder.stack} is destroyed, and the stand-ins' cloud still holds ${left.length} objects:\n` +
      left.map((one) => `  ${one}`).join("\n"),
  );
}

function customResources(folder: SandboxFolder): readonly StateResource[] {
  return resourcesOf(folder).filter(({ custom }) => custom === true);
}

function resourcesOf(folder: SandboxFolder): readonly StateResource[] {
  const checkpoint = readCheckpoint(folder.checkpoint);
  return "state" in checkpoint ? checkpoint.state.resources : [];
}
