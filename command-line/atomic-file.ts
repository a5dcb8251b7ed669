import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * Writes the whole text or nothing: a reader never sees half a file, even if this process is killed. The text goes to a
 * new file in the same folder, which then gets the name of the old one. Makes folders that are missing.
 *
 * @throws Error of the file system; the file is then as it was before, and nothing else is left
 */
export function writeAtomically(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  // In the same folder, because a file cannot be renamed to another file system.
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    fs.writeFileSync(temporary, text);
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
