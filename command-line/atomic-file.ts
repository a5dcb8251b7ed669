import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** A file with what it has to hold. */
export interface FileContent {
  readonly file: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes the whole content or nothing: a reader never sees half a file, even if this process is killed. The content goes
 * to a new file in the same folder, which then gets the name of the old one. Makes folders that are missing.
 *
 * @throws Error of the file system; the file is then as it was before, and nothing else is left
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  writeAllAtomically([{ file, content }]);
}

/**
 * The same for files that belong together. No file is replaced before all of them are written under temporary names.
 *
 * @throws Error of the file system; the files are as they were before unless a rename failed, and nothing else is left
 */
export function writeAllAtomically(files: readonly FileContent[]): void {
  const begun = new Map<string, string>();
  try {
    for (const { file, content } of files) {
      fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
      // In the same folder, because a file cannot be renamed to another file system.
      const temporary = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
      begun.set(temporary, file);
      fs.writeFileSync(temporary, content);
    }
    for (const [temporary, file] of begun) fs.renameSync(temporary, file);
  } catch (error) {
    for (const temporary of begun.keys()) fs.rmSync(temporary, { force: true });
    throw error;
  }
}
