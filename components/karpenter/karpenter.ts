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
import { InterruptionQueue } from "./interruption-queue";
import { karpenterNodeRoleName, karpenterQueueName } from "./aws-names";
import { NodeRole } from "./node-role";
import type { Partition } from "../shared/partition";

export interface KarpenterArgs {
  /** Name of the EKS cluster; up to 100 characters. */
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
  /** How the controller comes to its AWS credentials. */
  readonly identity: ControllerIdentity;
  /**
   * Feature gates that differ from the chart's.
   * @default the gates of Karpenter 1.14: only `reservedCapacity` is on
   */
  readonly featureGates?: Partial<KarpenterFeatureGates>;
  /**
   * Nodes of the controller, never Karpenter's own.
   * @default the system nodes
   */
  readonly placement?: ControllerPlacement | undefined;
  /** Whether Pulumi refuses to delete or replace what would take every node with it. */
  readonly protect: boolean;
  /** Tags on every AWS resource of the component. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Karpenter: the controller, its CRDs, and everything in AWS that it works with.
 *
 * The AWS and the Kubernetes provider come in by `opts.providers`. The cluster, its add-ons and its system nodes come
 * in by `opts.dependsOn`, because most of what is here names the cluster as text. NodePools and EC2NodeClasses depend
 * on the whole component: they have to be gone before any part of it goes, or their nodes are left behind.
 *
 * ### Cost
 * Nothing of its own: the controller's two pods fit the system nodes, and the queue costs its requests.
 */
export class Karpenter extends pulumi.ComponentResource {
  /** Name of the role that an EC2NodeClass gives its nodes, known once the role stands. */
  readonly nodeRoleName: pulumi.Output<string>;
  /** The same as text, for a manifest that a preview has to show whole; it says nothing of whether the role stands. */
  readonly plainNodeRoleName: string;
  readonly nodeRoleArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly queueArn: pulumi.Output<string>;
  /** Name of the controller's Helm release. */
  readonly releaseName: pulumi.Output<string>;
  /** The release of the CRDs: what custom resources need to exist. */
  readonly crds: k8s.helm.v3.Release;
  /** The release of the controller: what custom resources need to be acted upon, also when they are deleted. */
  readonly controller: k8s.helm.v3.Release;

  constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:karpenter:Karpenter", name, {}, opts);

    const nodeRole = new NodeRole(`${name}-node`, args, { parent: this });
    const queue = new InterruptionQueue(`${name}-interruption`, args, { parent: this });
    const controllerRole = new ControllerRole(
      `${name}-controller`,
      {
        ...args,
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
      // The controller needs its permissions, its queue, and nodes that can join for as long as there is a node to
      // drain. No data says so. Both releases come after all of it, so at destroy all of it outlives both.
      dependsOn: [nodeRole, queue, controllerRole],
    });
    this.controller = createControllerRelease(name, args, controllerRole, {
      parent: this,
      protect: args.protect,
      // The chart names the kinds that the CRD release makes; without them the controller does not start.
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

/** Where Karpenter's documentation installs it: requests from here have priority at the API server. */
const namespace = "kube-system";
const serviceAccount = "karpenter";

function createCrdRelease(name: string, args: KarpenterArgs, opts: pulumi.CustomResourceOptions) {
  return helmRelease(
    `${name}-crd-release`,
    {
      // Helm writes this name on every CRD as its owner; another name is refused by the CRDs that exist.
      releaseName: "karpenter-crd",
      namespace,
      source: chartSources.karpenterCrd,
      version: args.version,
      values: karpenterCrdValues(),
    },
    opts,
  );
}

function createControllerRelease(
  name: string,
  args: KarpenterArgs,
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
      // The CRD release owns them; Helm would install this chart's copy once and never upgrade it.
      skipCrds: true,
      values: karpenterControllerValues({
        clusterName: args.clusterName,
        region: args.region,
        // The plain name, so that a preview shows it; the order comes from the CRD release.
        queueName: karpenterQueueName(args.clusterName),
        serviceAccount,
        ...(args.identity.kind === "irsa" ? { serviceAccountRoleArn: controllerRole.roleArn } : {}),
        featureGates: { ...defaultFeatureGates, ...args.featureGates },
        placement: args.placement,
      }),
    },
    opts,
  );
}
