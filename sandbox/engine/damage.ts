import fs from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { InputFault } from "../../command-line/input-fault";
import { tokens } from "../providers/aws/tokens";
import { loadCloudState, madeByOtherMeans } from "../providers/cloud-state";
import { readCheckpoint } from "./checkpoint";
import { readText } from "./project-files";
import type { SandboxFolder } from "./sandbox-folder";

/**
 * Makes sure that what earlier commands left can be read.
 *
 * @throws InputFault with every damaged file and what to do; nothing has been written then.
 */
export function refuseDamage(folder: SandboxFolder): void {
  const faults = damageOf(folder);
  if (faults.length === 0) return;
  const count = faults.length === 1 ? "1 file" : `${faults.length} files`;
  throw new InputFault(
    `sandbox: the state of ${folder.stack} is damaged in ${count}\n` +
      `${faults.map((fault) => `  ${fault}`).join("\n")}\n` +
      `Restore what is named, or throw the sandbox's own state of this stack away: ` +
      `\`npm run sandbox -- up ${folder.stack} --reset\` begins again, ` +
      `\`npm run sandbox -- destroy ${folder.stack} --reset\` only removes it.`,
  );
}

/** What is damaged, one sentence a file; empty when all can be read or nothing is there yet. */
export function damageOf(folder: SandboxFolder): readonly string[] {
  const checkpoint = readCheckpoint(folder.checkpoint);
  const cloud = loadCloudState(folder.cloud);
  return [
    ...("fault" in checkpoint ? [checkpoint.fault] : []),
    ...("fault" in cloud ? [cloud.fault] : []),
    ...[folder.settings, folder.deployingSettings, folder.deployedSettings].flatMap(settingsFault),
  ];
}

/** Removes everything that the sandbox keeps of a stack; the checkout is not touched. */
export function resetState(folder: SandboxFolder): void {
  fs.rmSync(folder.root, { recursive: true, force: true });
}

/**
 * Removes what the sandbox keeps of a stack that is destroyed. The stand-ins' cloud stays where a cluster stands in
 * it that the stack had adopted. Returns the names of such clusters.
 */
export function clearState(folder: SandboxFolder): readonly string[] {
  const cloud = loadCloudState(folder.cloud);
  const clusters = "state" in cloud ? madeByOtherMeans(cloud.state, tokens.cluster) : [];
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
