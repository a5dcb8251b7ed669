import { PulumiCommand } from "@pulumi/pulumi/automation";
import * as semver from "semver";
import { formatElapsed, type Reporter } from "../../command-line/reporter";
import { pinnedCliVersion } from "./cache";

/** Where the Automation API downloads the CLI's installer from. */
export const downloadSite = "https://get.pulumi.com/install.sh";

const probeTimeoutMilliseconds = 3_000;
const terminalIntervalMilliseconds = 1_000;
const logIntervalMilliseconds = 30_000;

/**
 * Why the download site cannot be used, found out within three seconds; undefined when it answers.
 * Without this an installation behind a firewall would wait for minutes before it builds.
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

/** Downloads the pinned CLI into `folder`, its language hosts included. */
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
