import type { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import * as pulumi from "@pulumi/pulumi";

import { chartSources } from "../shared/chart-sources";
import { helmRelease } from "../shared/helm-release";
import { privilegedNamespace } from "../shared/privileged-namespace";
import { type GpuOperatorSettings, gpuOperatorValues } from "./helm-values.builder";
import { gpuOperatorNamespace } from "./mig-taint-remover.builder";

export interface GpuOperatorArgs extends GpuOperatorSettings {
  /** Version of the chart, with its leading `v`. */
  readonly version: string;
}

/**
 * The NVIDIA GPU Operator. It runs device plugin, feature discovery and DCGM exporter on every NVIDIA node. It also
 * installs driver and toolkit where the AMI has none.
 *
 * NVIDIA supports Ubuntu. Its list of platforms has neither Amazon Linux nor Bottlerocket. AWS documents the operator
 * on its AL2023 NVIDIA AMIs with driver and toolkit turned off. Pass the system nodes in `opts.dependsOn`: they have
 * to exist until the release is uninstalled.
 *
 * ### Cost
 * None: the controllers fit on the system nodes, and the agents launch no node.
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

    const namespace = privilegedNamespace(`${name}-namespace`, gpuOperatorNamespace, {
      parent: this,
    });
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
      // An uninstall always waits for the job `gpu-operator-cleanup-gpucluster`, which first has to pull its image.
      timeoutSeconds: 900,
      // The chart requires this where it upgrades its own CRDs. Before its hook has run, the cluster has the API
      // description of the old CRDs, so the check would refuse a ClusterPolicy with a new field.
      disableOpenapiValidation: true,
    },
    opts,
  );
}
