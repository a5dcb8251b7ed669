import fs from "node:fs";
import { parseDocument } from "yaml";
import { writeAtomically } from "../../command-line/atomic-file";
import type { SandboxFolder } from "./sandbox-folder";

const encryptionSaltKey = "encryptionsalt";
const protectPath = ["config", "accelerator-platform:protect"];

/**
 * Writes the text of a stack file to the place where the engine reads it. The engine adds the salt of its encryption to
 * that file. The salt of an earlier copy is kept, because the state is encrypted with it.
 */
export function writeSettings(folder: SandboxFolder, text: string): void {
  const settings = parseDocument(text);
  const earlier = readText(folder.settings);
  const salt = earlier === undefined ? undefined : parseDocument(earlier).get(encryptionSaltKey);
  if (salt !== undefined && !settings.has(encryptionSaltKey)) {
    settings.set(encryptionSaltKey, salt);
  }
  writeAtomically(folder.settings, settings.toString({ lineWidth: 0 }));
}

/** The text of a stack file with `accelerator-platform:protect` set to false. */
export function withoutProtection(text: string): string {
  const settings = parseDocument(text);
  settings.setIn(protectPath, false);
  return settings.toString({ lineWidth: 0 });
}

/** The text of a file; undefined when the file does not exist. */
export function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
