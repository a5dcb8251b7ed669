import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { InputFault } from "../../command-line/input-fault";

/**
 * Writes the whole text or nothing: readers see the former file until the new one is complete. Missing
 * folders are made.
 *
 * @throws InputFault when the file cannot be written
 */
export function writeOutput(file: string, text: string): void {
  // A file of its own beside the target, because a rename across file systems is no rename.
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw new Error("is a folder");
    }
    fs.writeFileSync(temporary, text);
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    const reason = (error as Error).message;
    throw new InputFault(
      `--output: cannot write ${JSON.stringify(file)}: ${reason}; expected a file in a folder that can be written to; name another`,
    );
  }
}
