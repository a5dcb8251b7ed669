import { Release } from "@pulumi/kubernetes/helm/v3/release";
import type * as pulumi from "@pulumi/pulumi";

import type { ChartSource } from "./chart-sources";

export interface HelmReleaseArgs {
  /**
   * Name of the release in the cluster. Required: Pulumi's generated names end in a random suffix, and other objects
   * name the release (ownership annotations of CRDs, `release` labels of monitors). Changing it uninstalls the chart.
   */
  readonly releaseName: string;
  /** Namespace of the release; it has to exist. Changing it uninstalls the chart. */
  readonly namespace: pulumi.Input<string>;
  readonly source: ChartSource;
  /** Exact chart version. Without one Helm takes the newest at every run. */
  readonly version: string;
  /** Chart values. A list replaces the chart's list, a map is merged into the chart's map. */
  readonly values: pulumi.Input<Readonly<Record<string, unknown>>>;
  /**
   * How long Helm waits, in seconds, for install, upgrade and also uninstall: a release does not look at
   * `customTimeouts`.
   * @default 900, because images of accelerator charts are large and 300 (the provider's own) is often too short
   */
  readonly timeoutSeconds?: number;
  /**
   * Undo a failed install or upgrade, so that the next run does not meet a release stuck in `pending-upgrade`.
   * @default true
   */
  readonly atomic?: boolean;
  /**
   * Leave out the chart's `crds/` folder, which Helm installs once and never upgrades.
   * @default false
   */
  readonly skipCrds?: boolean;
  /**
   * Revisions Helm keeps, each one a Secret with the whole rendered chart.
   * @default 5, enough to roll back by hand; 0 would keep all of them
   */
  readonly maxHistory?: number;
  /**
   * Do not check the rendered objects against the cluster's API description.
   * @default false
   */
  readonly disableOpenapiValidation?: boolean;
}

/**
 * A Helm release with every option that matters said aloud.
 *
 * It is a `helm.v3.Release` because that runs chart hooks as Helm does; the `Chart` resources render hooks as plain
 * objects or drop them.
 */
export function helmRelease(
  logicalName: string,
  args: HelmReleaseArgs,
  opts: pulumi.CustomResourceOptions,
): Release {
  const { chart, repository } = args.source;
  return new Release(
    logicalName,
    {
      name: args.releaseName,
      namespace: args.namespace,
      chart,
      ...(repository === undefined ? {} : { repositoryOpts: { repo: repository } }),
      version: args.version,
      values: args.values,
      timeout: args.timeoutSeconds ?? defaults.timeoutSeconds,
      atomic: args.atomic ?? defaults.atomic,
      skipCrds: args.skipCrds ?? defaults.skipCrds,
      maxHistory: args.maxHistory ?? defaults.maxHistory,
      disableOpenapiValidation: args.disableOpenapiValidation ?? defaults.disableOpenapiValidation,
    },
    opts,
  );
}

const defaults = {
  timeoutSeconds: 900,
  atomic: true,
  skipCrds: false,
  maxHistory: 5,
  disableOpenapiValidation: false,
} as const;
