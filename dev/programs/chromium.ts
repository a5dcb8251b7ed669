import { execFile } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import type { Environment } from "../../sandbox/binaries/cache";
import { executablesOnPath, isExecutable } from "../../sandbox/binaries/executable";

const run = promisify(execFile);

/** This environment variable names the program of the browser. */
export const chromiumVariable = "CHROMIUM_PATH";

/** Set to 1, this environment variable allows a user who is not root to install the browser through sudo. */
export const installVariable = "ACCELERATOR_PLATFORM_INSTALL";

/** The names of the program on Debian, on Ubuntu, in Google's packages and in the images of CI services. */
const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
] as const;

/** The places of the program on macOS, where applications are not on the PATH. */
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
] as const;

/** Where to look. Only tests give the last two. */
export interface ChromiumSearch {
  readonly environment: Environment;
  readonly reporter: Reporter;
  /** Whether this user is root. */
  readonly isRoot?: boolean;
  readonly applications?: readonly string[];
}

/**
 * Finds Chromium or Chrome, in which tests open the HTML report: the program that CHROMIUM_PATH names, or one on the
 * PATH. Where there is none, installs Debian's package with apt-get, but only as root or when the environment allows
 * it, and says so first.
 *
 * @throws MissingTool with everything that was tried, and with what to do
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
  if (added === undefined)
    throw nothingToUse([...tried, "the package of apt-get has no such program"]);
  reporter.line(`Installed ${added}`);
  return added;
}

function installed({ environment, applications: folders }: ChromiumSearch): string | undefined {
  return [
    ...names.flatMap((name) => executablesOnPath(name, environment)),
    ...(folders ?? applications).filter(isExecutable),
  ][0];
}

/** Installs the package; returns the reason where that is not allowed or fails. */
async function installPackage(search: ChromiumSearch): Promise<string | undefined> {
  const { environment, reporter, isRoot = os.userInfo().uid === 0 } = search;
  const [aptGet] = executablesOnPath("apt-get", environment);
  if (aptGet === undefined) return "no apt-get on the PATH to install it with";
  if (!isRoot && environment[installVariable] !== "1") {
    return `not installed: this user is not root, and ${installVariable}=1 is not set`;
  }
  const sudo = isRoot ? undefined : await passwordlessSudo(environment);
  if (!isRoot && sudo === undefined) {
    return "apt-get needs root or sudo without a password, and this user has neither";
  }
  const [command, first] = sudo === undefined ? [aptGet, []] : [sudo, ["-n", aptGet]];
  reporter.line(
    `No Chromium found, which the tests of the HTML report need. Installing Debian's package with ` +
      `${sudo === undefined ? "" : "sudo "}apt-get now: a minute or two, once. ` +
      `To use another browser, stop this and set ${chromiumVariable}.`,
  );
  const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
  const aptGetRuns = (...args: readonly string[]) =>
    run(command, [...first, ...args], { env, maxBuffer: 64 * 2 ** 20 });
  try {
    // Package lists may be old. A container image has none.
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
    `Chromium is missing. Tests open the HTML report in it. Tried:\n` +
      `${tried.map((one) => `  - ${one}`).join("\n")}\n` +
      `Install Chromium or Chrome (Debian: sudo apt-get install chromium), or let this project do it ` +
      `(npm run setup -- --install-browser), or set ${chromiumVariable} to the program of another browser.`,
  );
}
