import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Calls `use` with an empty folder, and removes it afterwards. */
export async function withTemporaryFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  try {
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** An empty folder; the caller removes it. */
export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "accelerator-platform-"));
}
