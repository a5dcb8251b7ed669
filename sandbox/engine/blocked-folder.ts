import fs from "node:fs";
import path from "node:path";
import { InputFault } from "../../command-line/input-fault";

/**
 * Makes sure that the folder of a stack exists or can be made: everything on the way to it is a folder.
 *
 * @throws InputFault that names the first part that is something else
 */
export function refuseBlockedFolder(root: string): void {
  // From the top, because a question about what is below a file fails.
  for (const part of withParents(path.resolve(root))) {
    // lstat also finds a broken link; its name is taken, so no folder can be made there.
    if (fs.lstatSync(part, { throwIfNoEntry: false }) === undefined) return;
    if (fs.statSync(part, { throwIfNoEntry: false })?.isDirectory() === true) continue;
    throw new InputFault(
      `sandbox: the state cannot be kept in ${root}, got a file or a broken link at ${part}; ` +
        "expected a folder, or nothing; name another one with --state-folder, or remove it",
    );
  }
}

/** The path and the paths above it, the highest first. */
function withParents(file: string): readonly string[] {
  const parent = path.dirname(file);
  return parent === file ? [file] : [...withParents(parent), file];
}
