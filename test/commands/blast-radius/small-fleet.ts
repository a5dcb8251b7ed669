import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";

import { crdRelease, kubeconfig } from "../../sandbox/providers/kubernetes/example-cluster";

/**
 * A program of someone else: one cluster with accelerators, without any component of this project. A refactoring of such a
 * program changes logical names, parents, aliases and providers. These settings do the same.
 */
export interface SmallFleet {
  /** Name of the cluster in EKS. */
  readonly cluster?: string;
  /** Logical name of the NodePool. */
  readonly pool?: string;
  readonly poolOptions?: pulumi.CustomResourceOptions;
  readonly limits?: Readonly<Record<string, number>>;
  /** Logical name of the component that is the NodePool's parent. */
  readonly parent?: string;
  readonly parentOptions?: pulumi.ComponentResourceOptions;
  /** The API server in the provider's kubeconfig, in place of the cluster's. */
  readonly server?: string;
  /** Logical name of the Kubernetes provider. */
  readonly provider?: string;
  readonly providerOptions?: pulumi.CustomResourceOptions;
  /** Logical name of the attachment of AmazonEKSWorkerNodePolicy to the role of the nodes. */
  readonly attachment?: string;
  readonly without?: readonly Part[];
  /** The managed node group with GPUs. */
  readonly gpuNodes?: { readonly types?: readonly string[]; readonly most?: number };
}

export type Part = "attachment" | "volume key" | "node pool" | "access entry" | "gpu nodes";

export function smallFleet(fleet: SmallFleet): PulumiFn {
  return () => {
    const without = new Set(fleet.without);
    const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16" });
    const subnetIds = ["a", "b"].map(
      (zone, index) =>
        new aws.ec2.Subnet(`private-${zone}`, {
          vpcId: vpc.id,
          cidrBlock: `10.0.${16 * index}.0/20`,
          availabilityZone: `us-east-1${zone}`,
        }).id,
    );
    const cluster = new aws.eks.Cluster("platform", {
      name: fleet.cluster ?? "platform",
      roleArn: new aws.iam.Role("cluster", roleFor("eks.amazonaws.com")).arn,
      vpcConfig: { subnetIds },
    });

    const nodes = new aws.iam.Role("nodes", { name: "nodes", ...roleFor("ec2.amazonaws.com") });
    if (!without.has("attachment")) {
      new aws.iam.RolePolicyAttachment(fleet.attachment ?? "nodes-worker", {
        role: nodes.name,
        policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      });
    }
    if (!without.has("access entry")) {
      new aws.eks.AccessEntry("nodes", {
        clusterName: cluster.name,
        principalArn: nodes.arn,
        type: "EC2_LINUX",
      });
    }
    if (!without.has("volume key")) new aws.kms.Key("volumes", {});
    if (!without.has("gpu nodes")) gpuNodes(fleet, cluster, nodes, subnetIds);
    karpenter(fleet, cluster, without);
    return Promise.resolve();
  };
}

function karpenter(fleet: SmallFleet, cluster: aws.eks.Cluster, without: ReadonlySet<Part>): void {
  const provider = new k8s.Provider(
    fleet.provider ?? "cluster",
    { kubeconfig: cluster.endpoint.apply((own) => kubeconfig(fleet.server ?? own)) },
    fleet.providerOptions,
  );
  const crds = new k8s.helm.v3.Release("karpenter-crd", crdRelease, { provider });
  if (without.has("node pool")) return;
  const parent =
    fleet.parent === undefined
      ? undefined
      : new pulumi.ComponentResource("team:index:Pools", fleet.parent, {}, fleet.parentOptions);
  new k8s.apiextensions.CustomResource(
    fleet.pool ?? "gpus",
    poolInputs(fleet.limits ?? { "nvidia.com/gpu": 16 }),
    { provider, dependsOn: crds, ...(parent && { parent }), ...fleet.poolOptions },
  );
}

function gpuNodes(
  { gpuNodes: { types = ["p5.48xlarge"], most = 4 } = {} }: SmallFleet,
  cluster: aws.eks.Cluster,
  nodes: aws.iam.Role,
  subnetIds: pulumi.Input<string>[],
): void {
  new aws.eks.NodeGroup("gpu-nodes", {
    clusterName: cluster.name,
    nodeRoleArn: nodes.arn,
    subnetIds,
    instanceTypes: [...types],
    scalingConfig: { minSize: 0, desiredSize: 0, maxSize: most },
  });
}

function roleFor(service: string): { readonly assumeRolePolicy: string } {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) };
}

function poolInputs(limits: Readonly<Record<string, number>>) {
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: "gpus" },
    spec: {
      template: {
        metadata: { labels: { workload: "inference" } },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpus" },
          requirements: [
            { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g6"] },
            { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
          ],
          taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
          expireAfter: "Never",
        },
      },
      limits,
      disruption: {
        consolidationPolicy: "WhenEmpty",
        consolidateAfter: "10m",
        budgets: [{ nodes: "10%" }],
      },
    },
  };
}
