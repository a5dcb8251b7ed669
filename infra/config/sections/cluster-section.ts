import { z } from "zod";

import { karpenterVersion } from "../../../scheduling/karpenter/karpenter-version";
import { al2023Alias } from "./ami-fields";
import { existingClusterSection } from "./existing-cluster-section";
import { ipv4Cidr } from "./fields";

const ownNetwork = ipv4Cidr
  .refine((cidr) => !cidr.endsWith("/0"), "a range of your own networks, not everyone (/0)")
  .meta({ not: { pattern: "/0$" } });

const addonVersion = z
  .string()
  .regex(
    /^v\d{1,9}\.\d{1,9}\.\d{1,9}-eksbuild\.\d+$/,
    "an EKS add-on version such as v1.22.4-eksbuild.3",
  );

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
      "name of the EKS cluster and of Karpenter's interruption queue; a new cluster takes lower-case letters, digits and hyphens",
    ),
  existing: existingClusterSection,
  publicAccessCidrs: z
    .array(ownNetwork)
    .max(40, "at most 40 ranges, which is the quota of EKS")
    .meta({ uniqueItems: true })
    .default([])
    .describe(
      "networks that may reach the public endpoint; an empty list closes the public endpoint",
    ),
  privateAccessCidrs: z
    .array(ownNetwork)
    .min(1, "at least one range; without the key it is the VPC's range")
    .max(59, "at most 59 ranges, because a security group has 60 rules by default, one of its own")
    .meta({ uniqueItems: true })
    .optional()
    .describe(
      "networks that may reach the private endpoint, VPN and peered ones included (default: the VPC's range)",
    ),
  supportType: z
    .enum(["STANDARD", "EXTENDED"])
    .default("EXTENDED")
    .describe(
      "what happens at the end of a version's standard support: with STANDARD, EKS upgrades the control plane by itself; with EXTENDED, the cluster costs more per hour",
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
          .min(1, "at least one namespace; without the key the policy applies to all namespaces")
          .meta({ uniqueItems: true })
          .optional()
          .describe(
            "namespaces to which the policy applies; only for AmazonEKSEditPolicy and AmazonEKSViewPolicy",
          ),
      }),
    )
    .default({})
    .describe(
      "people and pipelines with access to the cluster, each with a stable key, a principal and an access policy",
    ),
  soleAdministrator: z
    .boolean()
    .default(false)
    .describe(
      "accept in production that only the role that deploys has access to the cluster; without the key, production needs an entry of administrators with AmazonEKSClusterAdminPolicy (docs/deploying.md)",
    ),
  volumeKey: z
    .enum(["aws-managed", "own"])
    .default("aws-managed")
    .describe(
      "the key that encrypts the nodes' volumes: aws-managed is the account's default key for EBS, own is a key that the stack creates; a change makes every node drift, so Karpenter replaces all nodes within their budgets",
    ),
  nodeMonitoring: z
    .boolean()
    .default(false)
    .describe(
      "add-on eks-node-monitoring-agent, which writes the state of kernel, network, storage and runtime to the nodes' conditions; it does not run on training nodes and does not watch NVIDIA GPUs (docs/nodes.md)",
    ),
  ownsSpotServiceLinkedRole: z
    .boolean()
    .default(false)
    .describe(
      "create the account's role AWSServiceRoleForEC2Spot, which every Spot instance needs; true in at most one stack of an account, and only when the account does not have the role (docs/nodes.md)",
    ),
  systemNodes: z
    .strictObject({
      instanceType: z
        .string()
        .default("m7i.large")
        .describe("x86-64 instance type; every zone of these nodes has to offer it"),
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
          "AMI release of the node group when the group is created and when this key changes; a change of the launch template or of Kubernetes alone installs the newest release, so set the newest together with it (docs/deploying.md); without the key EKS takes the newest each time",
        ),
    })
    .prefault({})
    .describe("managed node group for Karpenter and the operators, tainted CriticalAddonsOnly"),
});

const chartVersion = z
  .string()
  .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, "a chart version such as 0.20.0");

export const versionsSection = z.strictObject({
  kubernetes: z
    .string()
    .regex(/^1\.\d{2}$/, "a minor version such as 1.35, in quotes")
    .describe("Kubernetes minor version of the control plane, in quotes"),
  karpenter: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, `a chart version such as ${karpenterVersion}`)
    .describe("both Karpenter charts"),
  gpuOperator: z
    .string()
    .regex(/^v\d{1,9}\.\d{1,9}\.\d{1,9}$/, "a chart version such as v26.7.0")
    .describe("NVIDIA GPU Operator chart"),
  neuron: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, "a chart version such as 1.9.0")
    .describe("Neuron chart"),
  efaDevicePlugin: z
    .string()
    .regex(/^v\d{1,9}\.\d{1,9}\.\d{1,9}$/, "a chart version such as v0.5.30")
    .default("v0.5.30")
    .describe("EFA device plugin chart, installed when a tier has efa: true"),
  nvidiaDevicePlugin: chartVersion
    .default("0.20.0")
    .describe("NVIDIA device plugin chart, installed only with gpu.stack al2023-device-plugin"),
  dcgmExporter: chartVersion
    .default("4.8.2")
    .describe("DCGM exporter chart, installed only with gpu.stack al2023-device-plugin"),
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
        .describe("required with cluster.nodeMonitoring; v1.6.3 or newer"),
    })
    .optional()
    .describe("EKS add-ons; required for a new cluster"),
});
