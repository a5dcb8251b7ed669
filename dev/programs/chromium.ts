import { execFile } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import type { Environment } from "../../sandbox/binaries/cache";
import { executablesOnPath, isExecutable } from "../../sandbox/binaries/executable";

const run = promisify(execFile);

/** Names its browser: the program itself. */
export const chromiumVariable = "CHROMIUM_PATH";

/** What Debian, Ubuntu, Google and the images of CI services call it. */
const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
] as const;

/** Where macOS keeps it, which puts no programs of applications on the PATH. */
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
] as const;

/** Where to look. Tests replace the last two. */
export interface ChromiumSearch {
  readonly environment: Environment;
  readonly reporter: Reporter;
  /** Whether this process may install packages without `sudo`. */
  readonly isRoot?: boolean;
  readonly applications?: readonly string[];
}

/**
 * Chromium or Chrome, in which tests open the HTML report: named by CHROMIUM_PATH, on the PATH, or
 * Debian's package, installed with apt-get where this user may.
 *
 * @throws MissingTool with everything that was tried, when there is none and none can be had.
 */
export async function findChromium(search: ChromiumSearch): Promise<string> {
  const { environment, reporter } = search;
  const named = environment[chromiumVariable];
  if (named !== undefined && named !== "") {
    if (isExecutable(named)) return path.resolve(named);
    throw new MissingTool(
      `${chromiumVariable}: no program, got ${JSON.stringify(named)}; expected Chromium or Chrome; ` +
        `name its program, or unset it`,
    );
  }
  const found = installed(search);
  if (found !== undefined) return found;
  const tried = [`none of ${names.join(", ")} on the PATH`];
  const fault = await installPackage(search);
  if (fault !== undefined) throw nothingToUse([...tried, fault]);
  const added = installed(search);
  if (added === undefined) throw nothingToUse([...tried, "apt-get's package brought none"]);
  reporter.line(`Installed ${added}`);
  return added;
}

function installed({ environment, applications: folders }: ChromiumSearch): string | undefined {
  return [
    ...names.flatMap((name) => executablesOnPath(name, environment)),
    ...(folders ?? applications).filter(isExecutable),
  ][0];
}

/** Why the package could not be installed, or undefined. */
async function installPackage(search: ChromiumSearch): Promise<string | undefined> {
  const { environment, reporter, isRoot = os.userInfo().uid === 0 } = search;
  const [aptGet] = executablesOnPath("apt-get", environment);
  if (aptGet === undefined) return "no apt-get on the PATH to install it with";
  const sudo = isRoot ? undefined : await passwordlessSudo(environment);
  if (!isRoot && sudo === undefined) {
    return "apt-get needs root or sudo without a password, and this user has neither";
  }
  const [command, first] = sudo === undefined ? [aptGet, []] : [sudo, ["-n", aptGet]];
  const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
  const aptGetRuns = (...args: readonly string[]) =>
    run(command, [...first, ...args], { env, maxBuffer: 64 * 2 ** 20 });
  reporter.line("Installing Debian's chromium package with apt-get: a minute or two, once");
  try {
    // Package lists may be stale, or, in a container image, not there at all.
    await aptGetRuns("update");
    await aptGetRuns("install", "--yes", "--no-install-recommends", "chromium");
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    const lines = (stderr ?? "").trim().split("\n");
    return `apt-get could not install it: ${lines.at(-1) === "" ? message : lines.at(-1)}`;
  }
}

async function passwordlessSudo(environment: Environment): Promise<string | undefined> {
  const [sudo] = executablesOnPath("sudo", environment);
  if (sudo === undefined) return undefined;
  try {
    await run(sudo, ["-n", "true"], { env: environment });
    return sudo;
  } catch {
    return undefined;
  }
}

function nothingToUse(tried: readonly string[]): MissingTool {
  return new MissingTool(
    `Chromium is missing, in which tests open the HTML report. Tried:\n` +
      `${tried.map((one) => `  - ${one}`).join("\n")}\n` +
      `Install Chromium or Chrome (Debian: apt-get install chromium), or name its program by ${chromiumVariable}.`,
  );
}
