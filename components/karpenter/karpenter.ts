import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { chartSources } from "../shared/chart-sources";
import type { ControllerPlacement } from "../shared/controller-placement";
import { helmRelease } from "../shared/helm-release";
import { type ControllerIdentity, ControllerRole } from "./controller-role";
import {
  defaultFeatureGates,
  type KarpenterFeatureGates,
  karpenterControllerValues,
  karpenterCrdValues,
} from "./helm-values.builder";
import { defaultSettingsOf115, type SettingsOf115 } from "./settings-of-1-15";
import { has115 } from "./releases";
import { InterruptionQueue } from "./interruption-queue";
import { karpenterNodeRoleName, karpenterQueueName } from "./aws-names";
import { NodeRole } from "./node-role";
import type { Partition } from "../shared/partition";

export interface KarpenterArgs {
  /** Name of the EKS cluster, up to 100 characters. */
  readonly clusterName: string;
  readonly clusterArn: pulumi.Input<string>;
  /** AWS region of the cluster. */
  readonly region: string;
  /** AWS partition: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: Partition;
  /** Twelve-digit AWS account. */
  readonly accountId: pulumi.Input<string>;
  /** Version of both charts, without a leading `v`. */
  readonly version: string;
  /** How the controller gets its AWS credentials. */
  readonly identity: ControllerIdentity;
  /**
   * Feature gates with another value than the default.
   * @default the defaults of the chart: only `reservedCapacity` is on
   */
  readonly featureGates?: Partial<KarpenterFeatureGates>;
  /**
   * Settings with another value than the default. They exist since Karpenter 1.15, so an older `version` takes none.
   * @default the defaults of the chart: all are off
   */
  readonly settingsOf115?: Partial<SettingsOf115>;
  /**
   * Nodes for the controller. Karpenter's own nodes are excluded.
   * @default the system nodes
   */
  readonly placement?: ControllerPlacement | undefined;
  /**
   * Labels of the controller's ServiceMonitor.
   * @default no ServiceMonitor
   */
  readonly serviceMonitorLabels?: Readonly<Record<string, string>> | undefined;
  /** Pulumi refuses to delete or replace the resources whose loss would remove every node. */
  readonly protect: boolean;
  /** Tags on every AWS resource of the component. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Karpenter: the controller, its CRDs, and its AWS resources.
 *
 * Pass the AWS and the Kubernetes provider in `opts.providers`. Pass the cluster, its add-ons and its system nodes in
 * `opts.dependsOn`, because most resources here name the cluster only as text. NodePools and EC2NodeClasses have to
 * depend on the whole component. They must be deleted before any part of it, or their nodes are left behind.
 *
 * ### Cost
 * Only the requests of the queue: the two controller pods fit on the system nodes.
 */
export class Karpenter extends pulumi.ComponentResource {
  /** Name of the nodes' role, for an EC2NodeClass. Known once the role exists. */
  readonly nodeRoleName: pulumi.Output<string>;
  /** The same name as plain text, so that a preview can show the whole manifest. It does not wait for the role. */
  readonly plainNodeRoleName: string;
  readonly nodeRoleArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly queueArn: pulumi.Output<string>;
  /** Name of the controller's Helm release. */
  readonly releaseName: pulumi.Output<string>;
  /** The release of the CRDs. No custom resource can exist without it. */
  readonly crds: k8s.helm.v3.Release;
  /** The release of the controller. It acts on custom resources, and is also needed for their deletion. */
  readonly controller: k8s.helm.v3.Release;

  constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:karpenter:Karpenter", name, {}, opts);

    const settingsOf115 = settingsFor(args);
    const nodeRole = new NodeRole(`${name}-node`, args, { parent: this });
    const queue = new InterruptionQueue(`${name}-interruption`, args, { parent: this });
    const controllerRole = new ControllerRole(
      `${name}-controller`,
      {
        ...args,
        mayReboot: settingsOf115?.rebootForRepair ?? false,
        nodeRoleArn: nodeRole.roleArn,
        queueArn: queue.queueArn,
        namespace,
        serviceAccount,
      },
      { parent: this },
    );
    this.crds = createCrdRelease(name, args, {
      parent: this,
      protect: args.protect,
      // As long as there is a node to drain, the controller needs its permissions and its queue, and new nodes have
      // to be able to join. No value expresses this order. Both releases depend on these resources, so a destroy
      // removes both releases first.
      dependsOn: [nodeRole, queue, controllerRole],
    });
    const controllerArgs = { ...args, settingsOf115 };
    this.controller = createControllerRelease(name, controllerArgs, controllerRole, {
      parent: this,
      protect: args.protect,
      // The controller does not start before the CRDs exist.
      dependsOn: [this.crds],
    });

    this.nodeRoleName = nodeRole.roleName;
    this.plainNodeRoleName = karpenterNodeRoleName(args.clusterName);
    this.nodeRoleArn = nodeRole.roleArn;
    this.queueName = queue.queueName;
    this.queueArn = queue.queueArn;
    this.releaseName = this.controller.name;
    this.registerOutputs({
      nodeRoleName: this.nodeRoleName,
      plainNodeRoleName: this.plainNodeRoleName,
      nodeRoleArn: this.nodeRoleArn,
      queueName: this.queueName,
      queueArn: this.queueArn,
      releaseName: this.releaseName,
    });
  }
}

/** The namespace in Karpenter's documentation. The API server gives requests from this namespace priority. */
const namespace = "kube-system";
const serviceAccount = "karpenter";

function createCrdRelease(name: string, args: KarpenterArgs, opts: pulumi.CustomResourceOptions) {
  return helmRelease(
    `${name}-crd-release`,
    {
      // Helm records this name as the owner of every CRD. It refuses to change CRDs that another release name owns.
      releaseName: "karpenter-crd",
      namespace,
      source: chartSources.karpenterCrd,
      version: args.version,
      values: karpenterCrdValues(),
    },
    opts,
  );
}

/** The settings of the chart at this version. Undefined for a chart that is older than them. */
function settingsFor({ version, settingsOf115 }: KarpenterArgs): SettingsOf115 | undefined {
  if (has115(version)) return { ...defaultSettingsOf115, ...settingsOf115 };
  const set = Object.keys(settingsOf115 ?? {});
  if (set.length === 0) return undefined;
  throw new Error(
    `settingsOf115: not known to Karpenter's chart ${version}, got ${set.join(", ")}; expected none; raise the version to 1.15.0 or newer, or remove them`,
  );
}

function createControllerRelease(
  name: string,
  args: Omit<KarpenterArgs, "settingsOf115"> & {
    readonly settingsOf115: SettingsOf115 | undefined;
  },
  controllerRole: ControllerRole,
  opts: pulumi.CustomResourceOptions,
) {
  return helmRelease(
    `${name}-release`,
    {
      releaseName: "karpenter",
      namespace,
      source: chartSources.karpenter,
      version: args.version,
      // The CRD release owns the CRDs. Helm would install this chart's copy once and never upgrade it.
      skipCrds: true,
      values: karpenterControllerValues({
        clusterName: args.clusterName,
        region: args.region,
        // Plain text, so that a preview shows the name. The queue exists by then, because the CRD release depends on
        // it.
        queueName: karpenterQueueName(args.clusterName),
        serviceAccount,
        ...(args.identity.kind === "irsa" ? { serviceAccountRoleArn: controllerRole.roleArn } : {}),
        featureGates: { ...defaultFeatureGates, ...args.featureGates },
        settingsOf115: args.settingsOf115,
        placement: args.placement,
        serviceMonitorLabels: args.serviceMonitorLabels,
      }),
    },
    opts,
  );
}
