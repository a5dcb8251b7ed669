import os from "node:os";
import path from "node:path";

/** The version of the Pulumi CLI that is downloaded or built where none is installed. */
export const pinnedCliVersion = "3.259.0";

/** The oldest version of the CLI that can run an executable policy pack. */
export const minimumCliVersion = "3.255.0";

/** The last version of the SDK whose Go module has the Node language host. */
export const pinnedLanguageHostVersion = "3.68.0";

/** Environment variables in the form of `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of everything that is downloaded or built for this project. A relative XDG_CACHE_HOME is ignored:
 * https://specifications.freedesktop.org/basedir-spec
 */
export function cacheFolder(environment: Environment): string {
  const base = environment["XDG_CACHE_HOME"];
  const home = environment["HOME"] ?? os.homedir();
  const root = base !== undefined && path.isAbsolute(base) ? base : path.join(home, ".cache");
  return path.join(root, "accelerator-platform");
}

/** The folder of the cached CLI, whose program is `bin/pulumi`. */
export function cachedCliRoot(environment: Environment): string {
  return path.join(cacheFolder(environment), "pulumi", `v${pinnedCliVersion}`);
}

/** The folder of the cached language host, whose program is `bin/pulumi-language-nodejs`. */
export function cachedLanguageHostRoot(environment: Environment): string {
  return path.join(
    cacheFolder(environment),
    "pulumi-language-nodejs",
    `v${pinnedLanguageHostVersion}`,
  );
}
