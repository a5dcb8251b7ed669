import fs from "node:fs";

import { writeAtomically } from "../../command-line/atomic-file";
import { InputFault } from "../../command-line/input-fault";

/**
 * Writes the whole text or nothing.
 *
 * @throws InputFault when the file cannot be written
 */
export function writeOutput(file: string, text: string): void {
  try {
    // Otherwise the message would name a temporary file.
    if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw new Error("is a folder");
    }
    writeAtomically(file, text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new InputFault(
      `--output: cannot write ${JSON.stringify(file)}: ${reason}; expected a file in a folder that can be written to; name another`,
    );
  }
}
