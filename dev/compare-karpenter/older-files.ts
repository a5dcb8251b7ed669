/**
 * The older Karpenter in the user's cache: its scheduler as a program, and the CRDs and chart values of both releases.
 * Nothing of it is committed but go.mod, go.sum and the few lines of older-source.ts.
 */

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import { cacheFolder, type Environment } from "../../sandbox/binaries/cache";
import { findGo, goBuild } from "../../sandbox/binaries/go-build";
import { installFolder } from "../../sandbox/binaries/install-folder";
import { embeddedVersions } from "../../scheduling/karpenter/karpenter-version";
import { providerFolder } from "../karpenter-wasm/go-program";
import { chartValuesFile, crdFiles } from "./defaults";
import { olderSource } from "./older-source";

/** The release that the newer one is compared with. */
export const olderVersion = "1.14.1";
/** Karpenter 1.14 was released with Go 1.26. Another toolchain would build a program that nobody has tested. */
const olderToolchain = "go1.26.8";

const source = path.resolve(__dirname, "../../scheduling/karpenter/go");
const moduleFiles = path.join(__dirname, "older");

export interface OlderFiles {
  /** The scheduler of the older release; it answers JSON lines. */
  readonly program: string;
  /** Folders with the CRDs and the chart values of a release. */
  readonly olderDefaults: string;
  readonly newerDefaults: string;
}

/** What the cache has; undefined when it was never built, or was built from another source. */
export function cachedOlderFiles(environment: Environment): OlderFiles | undefined {
  const files = filesIn(rootIn(environment));
  return existsSync(files.program) && existsSync(files.newerDefaults) ? files : undefined;
}

/**
 * The files, built into the cache when it does not have them: about four minutes on two cores, once.
 *
 * @throws MissingTool when they are missing and cannot be built
 */
export async function findOlderFiles(
  environment: Environment,
  reporter: Reporter,
): Promise<OlderFiles> {
  const root = rootIn(environment);
  const cached = (): OlderFiles | undefined => cachedOlderFiles(environment);
  const known = cached();
  if (known !== undefined) return known;
  const go = findGo(environment);
  if (go === undefined) throw nothingToUse(root, "no Go on the PATH to build it with");
  try {
    await installFolder(
      root,
      reporter,
      () => cached() !== undefined,
      async (folder) => {
        writeSource(path.join(folder, "source"));
        await build(go, folder, environment, reporter);
        storeDefaults(folder);
      },
    );
  } catch (error) {
    throw nothingToUse(root, `building it with ${go} failed: ${(error as Error).message}`);
  }
  return filesIn(root);
}

function build(
  go: string,
  folder: string,
  environment: Environment,
  reporter: Reporter,
): Promise<void> {
  return goBuild(
    go,
    {
      title: `the scheduler of Karpenter ${olderVersion}`,
      name: "karpenter-older",
      moduleFolder: path.join(folder, "source"),
      package: "./native",
      linkerFlags: [],
      expectedDuration: "about 4 minutes on two cores, once",
    },
    folder,
    { ...environment, GOFLAGS: "", GOWORK: "off", GOTOOLCHAIN: olderToolchain },
    reporter,
  );
}

function filesIn(root: string): OlderFiles {
  return {
    program: path.join(root, "bin", "karpenter-older"),
    olderDefaults: path.join(root, `v${olderVersion}`),
    newerDefaults: path.join(root, `v${embeddedVersions.providerAws}`),
  };
}

function writeSource(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(moduleFiles, folder, { recursive: true });
  for (const [file, text] of sourceFiles()) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
}

/** The Go files of the older program, by their place in its module. */
function sourceFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const part of ["answers", "native"]) {
    for (const name of readdirSync(path.join(source, part)).sort()) {
      const text = readFileSync(path.join(source, part, name), "utf8");
      files.set(path.join(part, name), part === "answers" ? olderSource(name, text) : text);
    }
  }
  return files;
}

/** The CRDs and the values come with Karpenter's Go modules, which Go downloads and verifies. */
function storeDefaults(root: string): void {
  const files = filesIn(root);
  for (const [version, folder] of [
    [olderVersion, files.olderDefaults],
    [embeddedVersions.providerAws, files.newerDefaults],
  ] as const) {
    const module = providerFolder(version);
    mkdirSync(folder, { recursive: true });
    const copy = (from: string, name: string): void =>
      writeFileSync(path.join(folder, name), readFileSync(path.join(module, from, name)));
    for (const name of crdFiles) copy("pkg/apis/crds", name);
    copy("charts/karpenter", chartValuesFile);
  }
}

/** The name has a hash of everything that is built, so a change of source builds a new one. */
function rootIn(environment: Environment): string {
  const hash = createHash("sha256");
  hash.update(`${olderVersion} ${embeddedVersions.providerAws} ${olderToolchain}\0`);
  for (const name of readdirSync(moduleFiles).sort()) {
    hash.update(readFileSync(path.join(moduleFiles, name)));
  }
  for (const [file, text] of sourceFiles()) hash.update(`${file}\0${text}`);
  return path.join(
    cacheFolder(environment),
    "karpenter-older",
    hash.digest("hex").slice(0, fingerprintLength),
  );
}

const fingerprintLength = 16;

function nothingToUse(root: string, last: string): MissingTool {
  return new MissingTool(
    `the scheduler of Karpenter ${olderVersion} is missing. Tried:\n  - none in ${root}\n  - ${last}\n` +
      "Install Go 1.21 or newer (https://go.dev/dl/) so that it can be built here; Go fetches the toolchain by itself.",
  );
}
