import { PulumiCommand } from "@pulumi/pulumi/automation";
import * as semver from "semver";
import { formatElapsed, type Reporter } from "../../command-line/reporter";
import { pinnedCliVersion } from "./cache";

/** The address from which the Automation API downloads the installer of the CLI. */
export const downloadSite = "https://get.pulumi.com/install.sh";

const probeTimeoutMilliseconds = 3_000;
const terminalIntervalMilliseconds = 1_000;
const logIntervalMilliseconds = 30_000;

/**
 * The reason why the download site cannot be used; undefined when it answers. It takes at most three seconds. Without
 * this check, an installation behind a firewall would wait for minutes before it builds the CLI.
 */
export async function downloadSiteFault(site: string = downloadSite): Promise<string | undefined> {
  try {
    const response = await fetch(site, {
      method: "HEAD",
      signal: AbortSignal.timeout(probeTimeoutMilliseconds),
    });
    return response.ok ? undefined : `it answers with status ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Downloads the pinned CLI with its language hosts into `folder`. */
export async function downloadCli(folder: string, reporter: Reporter): Promise<void> {
  const title = `the Pulumi CLI v${pinnedCliVersion}`;
  reporter.line(`Downloading ${title} from ${new URL(downloadSite).host}`);
  const started = Date.now();
  const timer = setInterval(
    () => {
      const text = `Downloading ${title}: ${formatElapsed(Date.now() - started)}`;
      if (reporter.isTerminal) reporter.status(text);
      else reporter.line(text);
    },
    reporter.isTerminal ? terminalIntervalMilliseconds : logIntervalMilliseconds,
  );
  try {
    await PulumiCommand.install({ root: folder, version: new semver.SemVer(pinnedCliVersion) });
  } finally {
    clearInterval(timer);
  }
  reporter.line(`Downloaded ${title} in ${formatElapsed(Date.now() - started)}`);
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { message?: string } };
  if (name === "TimeoutError") return `no answer within ${probeTimeoutMilliseconds / 1000} seconds`;
  return cause?.message ?? message;
}
