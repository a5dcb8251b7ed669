import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import { cacheFolder, type Environment } from "../../sandbox/binaries/cache";
import { isExecutable } from "../../sandbox/binaries/executable";
import { installFolder } from "../../sandbox/binaries/install-folder";

const run = promisify(execFile);

/** Releases of Node.js with which the project is tested, besides the current one. */
export const nodeReleases = {
  22: {
    version: "22.23.3",
    integrity: {
      "linux-x64":
        "sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
      "linux-arm64":
        "sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==",
    },
  },
  24: {
    version: "24.21.0",
    integrity: {
      "linux-x64":
        "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
      "linux-arm64":
        "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
    },
  },
} as const;

export type NodeMajor = keyof typeof nodeReleases;

/** The environment and the machine for which a release is wanted. */
export interface NodeSearch {
  readonly environment: Environment;
  readonly reporter: Reporter;
  /** `<platform>-<arch>` of this machine, in Node's words. */
  readonly system?: string;
}

/**
 * The `node` program of a major: the one that `NODE_22` or `NODE_24` names, or the pinned release, which
 * npm downloads once from the registry it is configured with into the user's cache.
 *
 * @throws MissingTool when there is none for this machine, or what was downloaded is not the pinned release.
 */
export async function findNode(major: NodeMajor, search: NodeSearch): Promise<string> {
  const { environment, reporter, system = `${process.platform}-${process.arch}` } = search;
  const variable = `NODE_${major}`;
  const named = environment[variable];
  if (named !== undefined && named !== "") {
    if (isExecutable(named)) return named;
    throw new MissingTool(
      `${variable}: no program, got ${JSON.stringify(named)}; name a node ${major}`,
    );
  }
  const { version, integrity } = nodeReleases[major];
  const pinned = (integrity as Readonly<Record<string, string>>)[system];
  if (pinned === undefined) {
    const known = Object.keys(integrity).join(" and ");
    throw new MissingTool(
      `Node.js ${major}: no release is pinned for ${system}, only for ${known}; ` +
        `install one from https://nodejs.org/ and set ${variable} to its program`,
    );
  }
  const root = path.join(cacheFolder(environment), "node", `v${version}-${system}`);
  const program = path.join(root, "bin", "node");
  await installFolder(
    root,
    reporter,
    () => isExecutable(program),
    async (folder) => {
      reporter.line(`Downloading Node.js v${version} with npm`);
      await download(`node-${system}@${version}`, pinned, folder, environment);
    },
  );
  return program;
}

/** Unpacks `bin/node` into the folder, after it has checked that the package is the pinned one. */
async function download(
  name: string,
  pinned: string,
  folder: string,
  environment: Environment,
): Promise<void> {
  try {
    const pack = ["pack", name, "--silent", "--pack-destination", folder];
    const { command, first } = npmOf(environment);
    await run(command, [...first, ...pack], { cwd: folder, env: { ...environment } });
    const archive = fs.readdirSync(folder).find((file) => file.endsWith(".tgz"));
    if (archive === undefined) throw new Error("npm pack wrote no archive");
    const file = path.join(folder, archive);
    const got = `sha512-${createHash("sha512").update(fs.readFileSync(file)).digest("base64")}`;
    if (got !== pinned) throw new Error(`its integrity is ${got}, expected ${pinned}`);
    await run("tar", ["-xzf", file, "-C", folder, "--strip-components=1", "package/bin/node"]);
    fs.rmSync(file);
  } catch (error) {
    throw new MissingTool(
      `${name}: cannot be had from npm's registry: ${(error as Error).message}`,
    );
  }
}

/** npm names its own program in the environment of a script; outside of one it is on the PATH. */
function npmOf(environment: Environment): { command: string; first: readonly string[] } {
  const script = environment["npm_execpath"];
  if (script === undefined || !/npm-cli\.c?js$/.test(script)) return { command: "npm", first: [] };
  return { command: process.execPath, first: [script] };
}
