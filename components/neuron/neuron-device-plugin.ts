import * as pulumi from "@pulumi/pulumi";

import { chartSources } from "../shared/chart-sources";
import { helmRelease } from "../shared/helm-release";
import { type NeuronSettings, neuronValues } from "./helm-values.builder";

export interface NeuronDevicePluginArgs extends NeuronSettings {
  /** Version of the chart, without a leading `v`. */
  readonly version: string;
}

/**
 * The Neuron device plugin on every Inferentia and Trainium node, and optionally the scheduler extension. The driver
 * is part of the AL2023 Neuron AMI.
 *
 * ### Cost
 * None: the plugin launches no node.
 */
export class NeuronDevicePlugin extends pulumi.ComponentResource {
  /** Name of the Helm release. */
  readonly releaseName: pulumi.Output<string>;

  constructor(name: string, args: NeuronDevicePluginArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:neuron:NeuronDevicePlugin", name, {}, opts);

    const release = createRelease(name, args, { parent: this });

    this.releaseName = release.name;
    this.registerOutputs({ releaseName: this.releaseName });
  }
}

function createRelease(
  name: string,
  args: NeuronDevicePluginArgs,
  opts: pulumi.CustomResourceOptions,
) {
  return helmRelease(
    `${name}-release`,
    {
      releaseName: "neuron-device-plugin",
      // The chart installs its objects in this namespace, whatever the namespace of the release is.
      namespace: "kube-system",
      source: chartSources.neuron,
      version: args.version,
      values: neuronValues(args),
    },
    opts,
  );
}
