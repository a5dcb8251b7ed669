import * as pulumi from "@pulumi/pulumi";

import { chartSources } from "../shared/chart-sources";
import { helmRelease } from "../shared/helm-release";
import { type EfaDevicePluginSettings, efaDevicePluginValues } from "./helm-values.builder";

export interface EfaDevicePluginArgs extends EfaDevicePluginSettings {
  /** Version of the chart, with a leading `v`. */
  readonly version: string;
}

/**
 * The EFA device plugin, on the nodes of tiers that have EFA. Karpenter attaches the interfaces when a pod requests
 * `vpc.amazonaws.com/efa`. If the node class lists the interfaces, every node has them. The EFA driver is in the AMI.
 *
 * ### Cost
 * None: EFA is not billed, and the plugin launches no node.
 */
export class EfaDevicePlugin extends pulumi.ComponentResource {
  /** Name of the Helm release. */
  readonly releaseName: pulumi.Output<string>;

  constructor(name: string, args: EfaDevicePluginArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:efa:EfaDevicePlugin", name, {}, opts);

    const release = createRelease(name, args, { parent: this });

    this.releaseName = release.name;
    this.registerOutputs({ releaseName: this.releaseName });
  }
}

function createRelease(
  name: string,
  args: EfaDevicePluginArgs,
  opts: pulumi.CustomResourceOptions,
) {
  return helmRelease(
    `${name}-release`,
    {
      releaseName: "efa-device-plugin",
      namespace: "kube-system",
      source: chartSources.efaDevicePlugin,
      version: args.version,
      values: efaDevicePluginValues(args),
    },
    opts,
  );
}
