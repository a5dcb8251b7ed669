import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import { cacheFolder, type Environment } from "../../sandbox/binaries/cache";
import { isExecutable } from "../../sandbox/binaries/executable";
import { findGo, goBuild, type GoProgram } from "../../sandbox/binaries/go-build";
import { installFolder } from "../../sandbox/binaries/install-folder";

const fingerprintLength = 16;

/**
 * The path of a program that is built from its pinned Go module and kept in the user's cache. The name of the cache folder
 * has a hash of the module folder: after a change of source or version the program is built again, and the old one stays
 * for other checkouts.
 *
 * @throws MissingTool when the program is missing and cannot be built
 */
export async function findBuiltProgram(
  program: GoProgram,
  environment: Environment,
  reporter: Reporter,
): Promise<string> {
  const fingerprint = fingerprintOf(program.moduleFolder);
  const root = path.join(cacheFolder(environment), program.name, fingerprint);
  const file = path.join(root, "bin", program.name);
  const isComplete = (): boolean => isExecutable(file);
  if (isComplete()) return file;
  const go = findGo(environment);
  if (go === undefined) throw nothingToUse(program, root, "no Go on the PATH to build it with");
  try {
    await installFolder(root, reporter, isComplete, (folder) =>
      goBuild(go, program, folder, environment, reporter),
    );
  } catch (error) {
    const { message } = error as Error;
    throw nothingToUse(program, root, `building it with ${go} failed: ${message}`);
  }
  return file;
}

/** A hash of the files, which does not depend on the place of the checkout. */
function fingerprintOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of fs.readdirSync(folder).sort()) {
    const content = fs.readFileSync(path.join(folder, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, fingerprintLength);
}

function nothingToUse(program: GoProgram, root: string, last: string): MissingTool {
  return new MissingTool(
    `${program.title} is missing, and the tests need it. Tried:\n  - none in ${root}\n  - ${last}\n` +
      `Install Go 1.26 or newer (https://go.dev/dl/) so that it can be built here.`,
  );
}
