import fs from "node:fs";
import path from "node:path";
import { lock } from "proper-lockfile";
import type { Reporter } from "../../command-line/reporter";

const staleMilliseconds = 10_000;
const retryMilliseconds = 1_000;

/**
 * Fills `root` by way of a folder beside it that is renamed in place at the end, so that a killed
 * installation leaves nothing half-made. One process at a time: others wait, and find it done.
 *
 * @param isComplete whether `root` holds what is wanted.
 * @param fill writes into the folder it is given; its error passes through.
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
        // Losing this lock is harmless: both processes end with a rename of a complete folder.
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

/** Only the holder of the lock calls this, so what is there belongs to a process that is gone. */
function removeLeftovers(root: string): void {
  const prefix = `${path.basename(root)}.partial-`;
  for (const name of fs.readdirSync(path.dirname(root))) {
    if (!name.startsWith(prefix)) continue;
    fs.rmSync(path.join(path.dirname(root), name), { recursive: true, force: true });
  }
}
