import type { PlatformConfig } from "../../infra/config/schema";
import { platformResources } from "./platform";
import { fixtureStacks } from "./stack-values";

/** A Helm release as the program asks for it. */
export interface ChartRelease {
  readonly releaseName: string;
  /** Last part of the chart's name or address. */
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly skipCrds: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

const known = new Map<string, Promise<readonly ChartRelease[]>>();

/** Every Helm release of a stack, by name; `changes` replace keys of its configuration. The answer is remembered. */
export function chartReleases(
  stack: string,
  changes: Partial<PlatformConfig> = {},
  folder = fixtureStacks,
): Promise<readonly ChartRelease[]> {
  const key = JSON.stringify([folder, stack, changes]);
  const releases = known.get(key) ?? registeredReleases(stack, changes, folder);
  known.set(key, releases);
  return releases;
}

async function registeredReleases(
  stack: string,
  changes: Partial<PlatformConfig>,
  folder: string,
): Promise<readonly ChartRelease[]> {
  const resources = await platformResources(stack, changes, { folder });
  return resources
    .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
    .map(({ inputs }) => ({
      releaseName: inputs["name"] as string,
      chart: (inputs["chart"] as string).split("/").at(-1) ?? "",
      version: inputs["version"] as string,
      namespace: inputs["namespace"] as string,
      skipCrds: inputs["skipCrds"] === true,
      values: inputs["values"] as Record<string, unknown>,
    }))
    .sort((a, b) => (a.releaseName < b.releaseName ? -1 : 1));
}
