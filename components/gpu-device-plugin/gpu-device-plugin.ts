import type { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import * as pulumi from "@pulumi/pulumi";

import { chartSources } from "../shared/chart-sources";
import { helmRelease } from "../shared/helm-release";
import { privilegedNamespace } from "../shared/privileged-namespace";
import {
  type DcgmExporterSettings,
  dcgmExporterValues,
  type DevicePluginSettings,
  devicePluginValues,
} from "./helm-values.builder";

export interface GpuDevicePluginArgs extends DevicePluginSettings, DcgmExporterSettings {
  /** Versions of the two charts, without a leading `v`. */
  readonly versions: { readonly devicePlugin: string; readonly dcgmExporter: string };
}

/**
 * NVIDIA's device plugin and DCGM exporter as two plain DaemonSets. This is the minimum for a cluster whose AMI has
 * driver and toolkit. Without the operator there is no feature discovery, no validation of nodes and no MIG manager.
 *
 * ### Cost
 * None: neither DaemonSet launches a node.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/device-management-nvidia.html
 */
export class GpuDevicePlugin extends pulumi.ComponentResource {
  /** Namespace of both releases. */
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: GpuDevicePluginArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:gpu-device-plugin:GpuDevicePlugin", name, {}, opts);

    const namespace = privilegedNamespace(`${name}-namespace`, "nvidia", { parent: this });
    createPluginRelease(name, args, namespace, { parent: this });
    createExporterRelease(name, args, namespace, { parent: this });

    this.namespaceName = namespace.metadata.name;
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}

function createPluginRelease(
  name: string,
  args: GpuDevicePluginArgs,
  namespace: Namespace,
  opts: pulumi.CustomResourceOptions,
) {
  return helmRelease(
    `${name}-release`,
    {
      releaseName: "nvidia-device-plugin",
      namespace: namespace.metadata.name,
      source: chartSources.nvidiaDevicePlugin,
      version: args.versions.devicePlugin,
      values: devicePluginValues(args),
    },
    opts,
  );
}

function createExporterRelease(
  name: string,
  args: GpuDevicePluginArgs,
  namespace: Namespace,
  opts: pulumi.CustomResourceOptions,
) {
  return helmRelease(
    `${name}-dcgm-exporter-release`,
    {
      releaseName: "dcgm-exporter",
      namespace: namespace.metadata.name,
      source: chartSources.dcgmExporter,
      version: args.versions.dcgmExporter,
      values: dcgmExporterValues(args),
    },
    opts,
  );
}
