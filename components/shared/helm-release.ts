import { Release } from "@pulumi/kubernetes/helm/v3/release";
import type * as pulumi from "@pulumi/pulumi";

import type { ChartSource } from "./chart-sources";

export interface HelmReleaseArgs {
  /**
   * Name of the release in the cluster. Required, because other objects name the release (ownership annotations of
   * CRDs, `release` labels of monitors), and a name that Pulumi generates ends in a random suffix. A change
   * uninstalls the chart.
   */
  readonly releaseName: string;
  /** Namespace of the release, which has to exist. A change uninstalls the chart. */
  readonly namespace: pulumi.Input<string>;
  readonly source: ChartSource;
  /** Exact chart version. Without it Helm would install the newest version at every run. */
  readonly version: string;
  /** Chart values. A list replaces the chart's list. A map is merged into the chart's map. */
  readonly values: pulumi.Input<Readonly<Record<string, unknown>>>;
  /**
   * How long Helm waits for an install, an upgrade or an uninstall, in seconds. A release ignores `customTimeouts`.
   * @default 900: the default of the provider is 300, which is often too short for the large images of these charts
   */
  readonly timeoutSeconds?: number;
  /**
   * Undoes a failed install or upgrade. Otherwise the release could stay in `pending-upgrade` and block the next run.
   * @default true
   */
  readonly atomic?: boolean;
  /**
   * Skips the chart's `crds/` folder. Helm installs that folder once and never upgrades it.
   * @default false
   */
  readonly skipCrds?: boolean;
  /**
   * Number of revisions that Helm keeps. Each one is a Secret with the whole rendered chart.
   * @default 5, which is enough for a manual rollback; 0 would keep all revisions
   */
  readonly maxHistory?: number;
  /**
   * Skips the check of the rendered objects against the API description of the cluster.
   * @default false
   */
  readonly disableOpenapiValidation?: boolean;
}

/**
 * Makes a Helm release and sets every important option explicitly.
 *
 * It uses `helm.v3.Release`, which runs chart hooks as Helm does. The `Chart` resources render hooks as plain objects
 * or leave them out.
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
