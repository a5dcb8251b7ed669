import type { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import * as pulumi from "@pulumi/pulumi";

import { chartSources } from "../shared/chart-sources";
import { helmRelease } from "../shared/helm-release";
import { privilegedNamespace } from "../shared/privileged-namespace";
import { type GpuOperatorSettings, gpuOperatorValues } from "./helm-values.builder";

export interface GpuOperatorArgs extends GpuOperatorSettings {
  /** Version of the chart, with its leading `v`. */
  readonly version: string;
}

/**
 * The NVIDIA GPU Operator: device plugin, feature discovery and DCGM exporter on every NVIDIA node, and the driver and
 * toolkit where the AMI has none.
 *
 * NVIDIA lists neither Amazon Linux nor Bottlerocket among its platforms; AWS documents the operator on its AL2023 NVIDIA
 * AMIs with driver and toolkit off. Ubuntu is on NVIDIA's list. The system nodes come in by `opts.dependsOn` and have to outlive the release.
 *
 * ### Cost
 * Nothing of its own: the controllers fit the system nodes, the agents run on nodes that are there for their pods.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/device-management-nvidia.html
 */
export class GpuOperator extends pulumi.ComponentResource {
  /** Namespace of the operator and its operands. */
  readonly namespaceName: pulumi.Output<string>;
  /** Name of the Helm release. */
  readonly releaseName: pulumi.Output<string>;

  constructor(name: string, args: GpuOperatorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:gpu-operator:GpuOperator", name, {}, opts);

    const namespace = privilegedNamespace(`${name}-namespace`, "gpu-operator", { parent: this });
    const release = createRelease(name, args, namespace, { parent: this });

    this.namespaceName = namespace.metadata.name;
    this.releaseName = release.name;
    this.registerOutputs({ namespaceName: this.namespaceName, releaseName: this.releaseName });
  }
}

function createRelease(
  name: string,
  args: GpuOperatorArgs,
  namespace: Namespace,
  opts: pulumi.CustomResourceOptions,
) {
  return helmRelease(
    `${name}-release`,
    {
      releaseName: "gpu-operator",
      namespace: namespace.metadata.name,
      source: chartSources.gpuOperator,
      version: args.version,
      values: gpuOperatorValues(args),
      // An uninstall waits for the job `gpu-operator-cleanup-gpucluster`, which runs always and first pulls its image.
      timeoutSeconds: 900,
      // The chart asks for it where it upgrades its CRDs itself: before the hook has run, the cluster's API
      // description is that of the old CRDs, and a ClusterPolicy with a new field would be refused.
      disableOpenapiValidation: true,
    },
    opts,
  );
}
