import { z } from "zod";

import { al2023Alias } from "./ami-fields";
import { existingClusterSection } from "./existing-cluster-section";
import { ipv4Cidr } from "./fields";

const ownNetwork = ipv4Cidr
  .refine((cidr) => !cidr.endsWith("/0"), "a range of your own networks, not everyone (/0)")
  .meta({ not: { pattern: "/0$" } });

const addonVersion = z
  .string()
  .regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "an EKS add-on version such as v1.22.4-eksbuild.3");

const accessPolicies = [
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
] as const;

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export const eksClusterName = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;

export const clusterSection = z.strictObject({
  name: z
    .string()
    .regex(
      eksClusterName,
      "letters, digits, hyphens and underscores, a letter or digit first, at most 100 characters",
    )
    .describe(
      "name of the EKS cluster; also of Karpenter's interruption queue; of a new one: lower-case letters, digits and hyphens",
    ),
  existing: existingClusterSection,
  publicAccessCidrs: z
    .array(ownNetwork)
    .default([])
    .describe("networks that may reach the public endpoint; empty: private endpoint only"),
  privateAccessCidrs: z
    .array(ownNetwork)
    .min(1, "at least one range, or none of the key: then it is the VPC's")
    .optional()
    .describe(
      "networks that may reach the private endpoint, VPN and peered ones included (default: the VPC's range)",
    ),
  supportType: z
    .enum(["STANDARD", "EXTENDED"])
    .default("EXTENDED")
    .describe(
      "at the end of a version's standard support: STANDARD upgrades the control plane by itself, EXTENDED costs more per hour",
    ),
  administrators: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, "a key of lower-case letters, digits and hyphens"),
      z.strictObject({
        principalArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/, "the ARN of an IAM role or user"),
        policy: z.enum(accessPolicies).default("AmazonEKSClusterAdminPolicy"),
        namespaces: z
          .array(z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "a namespace"))
          .min(1, "at least one namespace, or none of the key: then the policy holds everywhere")
          .optional()
          .describe("where the policy holds; for AmazonEKSEditPolicy and AmazonEKSViewPolicy"),
      }),
    )
    .default({})
    .describe(
      "people and pipelines with access to the cluster: a stable key, a principal, an access policy",
    ),
  volumeKey: z
    .enum(["aws-managed", "own"])
    .default("aws-managed")
    .describe(
      "what encrypts the nodes' volumes: the account's default key for EBS, which AWS manages unless the account says otherwise, or a key of the stack's own; a change drifts, and so replaces, every node within its budgets",
    ),
  nodeMonitoring: z
    .boolean()
    .default(false)
    .describe(
      "add-on eks-node-monitoring-agent, which writes conditions of kernel, network, storage and runtime to the nodes; never on training nodes, and not of NVIDIA GPUs (docs/nodes.md)",
    ),
  ownsSpotServiceLinkedRole: z
    .boolean()
    .default(false)
    .describe(
      "make the account's role AWSServiceRoleForEC2Spot, without which no Spot instance starts; true in at most one stack of an account, and only while the account has none (docs/nodes.md)",
    ),
  systemNodes: z
    .strictObject({
      instanceType: z.string().default("m7i.large"),
      count: z
        .int("a whole number of nodes")
        .min(2, "2 or more nodes, because Karpenter's two replicas never share one")
        .max(20, "20 nodes or fewer")
        .default(3),
      releaseVersion: z
        .string()
        .regex(/^1\.\d{2}\.\d+-\d{8}$/, "a release version such as 1.35.2-20260903")
        .optional()
        .describe(
          "AMI release of the group; without it the newest of the day it is made, and no newer one until it is set",
        ),
    })
    .prefault({})
    .describe("managed node group for Karpenter and the operators, tainted CriticalAddonsOnly"),
});

const chartVersion = z.string().regex(/^\d+\.\d+\.\d+$/, "a chart version such as 0.20.0");

export const versionsSection = z.strictObject({
  kubernetes: z
    .string()
    .regex(/^1\.\d{2}$/, "a minor version such as 1.35, in quotes")
    .describe("Kubernetes minor version of the control plane, in quotes"),
  karpenter: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, "a chart version such as 1.14.1")
    .describe("both Karpenter charts"),
  gpuOperator: z
    .string()
    .regex(/^v\d+\.\d+\.\d+$/, "a chart version such as v26.7.0")
    .describe("NVIDIA GPU Operator chart"),
  neuron: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, "a chart version such as 1.9.0")
    .describe("Neuron chart"),
  efaDevicePlugin: z
    .string()
    .regex(/^v\d+\.\d+\.\d+$/, "a chart version such as v0.5.30")
    .default("v0.5.30")
    .describe("EFA device plugin chart, installed where a tier has efa: true"),
  nvidiaDevicePlugin: chartVersion
    .default("0.20.0")
    .describe("NVIDIA device plugin chart, installed with gpu.stack al2023-device-plugin alone"),
  dcgmExporter: chartVersion
    .default("4.8.2")
    .describe("DCGM exporter chart, installed with gpu.stack al2023-device-plugin alone"),
  amiAlias: al2023Alias.describe("AMI alias of every node class, pinned by date"),
  addons: z
    .strictObject({
      "vpc-cni": addonVersion,
      "kube-proxy": addonVersion,
      "eks-pod-identity-agent": addonVersion,
      coredns: addonVersion,
      "aws-ebs-csi-driver": addonVersion,
      "metrics-server": addonVersion,
      "eks-node-monitoring-agent": addonVersion
        .optional()
        .describe("needed with cluster.nodeMonitoring; v1.6.3 or newer"),
    })
    .optional()
    .describe("EKS add-ons; needed for a new cluster"),
});

export const karpenterSection = z.strictObject({
  identity: z
    .enum(["irsa", "pod-identity"])
    .default("irsa")
    .describe(
      "how the controller gets its AWS role; irsa is ready with the service account, pod-identity is eventually consistent",
    ),
  nodeRepair: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe("replace nodes that stay unhealthy for 10 to 30 minutes; an alpha feature"),
      interruptsTraining: z
        .boolean()
        .default(false)
        .describe(
          "say that nodes of training tiers may be repaired as well, against budgets, windows and do-not-disrupt",
        ),
    })
    .prefault({})
    .describe(
      "Karpenter's node repair, which no budget limits and no NodePool can be left out of (docs/nodes.md)",
    ),
});
