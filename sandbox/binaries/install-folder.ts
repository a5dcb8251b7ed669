import fs from "node:fs";
import path from "node:path";
import { lock } from "proper-lockfile";
import type { Reporter } from "../../command-line/reporter";

const staleMilliseconds = 10_000;
const retryMilliseconds = 1_000;

/**
 * Fills a new folder beside `root` and then renames it to `root`, so that a killed installation leaves nothing
 * incomplete. Only one process installs at a time. Others wait, and then find the folder complete.
 *
 * @param isComplete whether `root` has everything
 * @param fill writes into the folder that it gets; its error is thrown
 */
export async function installFolder(
  root: string,
  reporter: Reporter,
  isComplete: () => boolean,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const parent = path.dirname(root);
  fs.mkdirSync(parent, { recursive: true });
  const release = await lockInstallation(root, reporter);
  try {
    if (isComplete()) return;
    removeLeftovers(root);
    const temporary = `${root}.partial-${process.pid}`;
    try {
      fs.mkdirSync(temporary);
      await fill(temporary);
      fs.rmSync(root, { recursive: true, force: true });
      fs.renameSync(temporary, root);
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  } finally {
    await release();
  }
}

async function lockInstallation(root: string, reporter: Reporter): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await lock(root, {
        lockfilePath: `${root}.lock`,
        realpath: false,
        stale: staleMilliseconds,
        // It is harmless to lose this lock: each process ends with a rename of a complete folder.
        onCompromised: () => undefined,
      });
    } catch (error) {
      if ((error as { code?: string }).code !== "ELOCKED") throw error;
      if (attempt === 0) {
        reporter.line(`Waiting for another process that is installing into ${root}`);
      }
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
    }
  }
}

/** Only the holder of the lock calls this, so these folders belong to processes that have ended. */
function removeLeftovers(root: string): void {
  const prefix = `${path.basename(root)}.partial-`;
  for (const name of fs.readdirSync(path.dirname(root))) {
    if (!name.startsWith(prefix)) continue;
    fs.rmSync(path.join(path.dirname(root), name), { recursive: true, force: true });
  }
}
