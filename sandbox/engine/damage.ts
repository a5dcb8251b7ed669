import fs from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { counted } from "../../scheduling/values/wording";
import { InputFault } from "../../command-line/input-fault";
import { tokens } from "../providers/aws/tokens";
import { loadCloudState, objectsMadeOutsideEngine } from "../providers/cloud-state";
import { readCheckpoint } from "./checkpoint";
import { readText } from "./project-files";
import type { SandboxFolder } from "./sandbox-folder";

/**
 * Makes sure that the files of earlier commands can be read. Writes nothing.
 *
 * @throws InputFault that names every damaged file, and what to do
 */
export function refuseDamage(folder: SandboxFolder): void {
  const faults = damageOf(folder);
  if (faults.length === 0) return;
  throw new InputFault(
    `sandbox: the state of ${folder.stack} is damaged in ${counted(faults.length, "file")}\n` +
      `${faults.map((fault) => `  ${fault}`).join("\n")}\n` +
      `Restore these files, or remove the sandbox's own state of this stack: ` +
      `\`npm run sandbox -- up ${folder.stack} --reset\` starts again, ` +
      `\`npm run sandbox -- destroy ${folder.stack} --reset\` only removes it.`,
  );
}

/** One sentence for each damaged file. Empty when all files can be read, or when there are none. */
export function damageOf(folder: SandboxFolder): readonly string[] {
  const checkpoint = readCheckpoint(folder.checkpoint);
  const cloud = loadCloudState(folder.cloud);
  return [
    ...("fault" in checkpoint ? [checkpoint.fault] : []),
    ...("fault" in cloud ? [cloud.fault] : []),
    ...[folder.settings, folder.deployingSettings, folder.deployedSettings].flatMap(settingsFault),
  ];
}

/** Removes everything that the sandbox keeps for a stack. The checkout is not changed. */
export function resetState(folder: SandboxFolder): void {
  fs.rmSync(folder.root, { recursive: true, force: true });
}

/**
 * Removes what the sandbox keeps for a deleted stack. The stand-ins' cloud is kept when it has a cluster that the stack
 * had adopted. Returns the names of such clusters.
 */
export function clearState(folder: SandboxFolder): readonly string[] {
  const cloud = loadCloudState(folder.cloud);
  const clusters = "state" in cloud ? objectsMadeOutsideEngine(cloud.state, tokens.cluster) : [];
  if (clusters.length === 0) {
    resetState(folder);
    return [];
  }
  for (const name of fs.readdirSync(folder.root)) {
    const one = path.join(folder.root, name);
    if (one !== folder.cloud) fs.rmSync(one, { recursive: true, force: true });
  }
  return clusters.map(({ id }) => id);
}

function settingsFault(file: string): readonly string[] {
  const text = readText(file);
  const error = text === undefined ? undefined : parseDocument(text).errors[0];
  return error === undefined ? [] : [`${file}: is not YAML, got ${error.message.split("\n")[0]}`];
}
