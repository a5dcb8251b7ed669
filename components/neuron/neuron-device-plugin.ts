import * as pulumi from "@pulumi/pulumi";

import { chartSources } from "../shared/chart-sources";
import { helmRelease } from "../shared/helm-release";
import { type NeuronSettings, neuronValues } from "./helm-values.builder";

export interface NeuronDevicePluginArgs extends NeuronSettings {
  /** Version of the chart, without a leading `v`. */
  readonly version: string;
}

/**
 * The Neuron device plugin on every Inferentia and Trainium node, and the scheduler extension where it is asked for.
 * The driver comes with the AL2023 Neuron AMI.
 *
 * ### Cost
 * Nothing of its own: the plugin runs on nodes that are there for their pods.
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
      // The chart puts its objects there whatever the release's namespace is; so the release says the same.
      namespace: "kube-system",
      source: chartSources.neuron,
      version: args.version,
      values: neuronValues(args),
    },
    opts,
  );
}
