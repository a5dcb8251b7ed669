import { z } from "zod";

import { ipv4Cidr } from "./fields";

const ownNetwork = ipv4Cidr.refine(
  (cidr) => !cidr.endsWith("/0"),
  "a range of your own networks, not everyone (/0)",
);

const addonVersion = z
  .string()
  .regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "an EKS add-on version such as v1.22.4-eksbuild.3");

const accessPolicies = [
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
] as const;

export const clusterSection = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,62}$/,
      "lower-case letters, digits and hyphens, a letter first, at most 63 characters",
    )
    .describe("name of the EKS cluster; also of Karpenter's interruption queue"),
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
      }),
    )
    .default({})
    .describe(
      "people and pipelines with access to the cluster: a stable key, a principal, an access policy",
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
  amiAlias: z
    .string()
    .regex(
      /^al2023@v\d{8}$/,
      "a pinned alias such as al2023@v20260903; @latest drifts every node at each AMI release",
    )
    .describe("AMI alias of every node class, pinned by date"),
  addons: z
    .strictObject({
      "vpc-cni": addonVersion,
      "kube-proxy": addonVersion,
      "eks-pod-identity-agent": addonVersion,
      coredns: addonVersion,
      "aws-ebs-csi-driver": addonVersion,
      "metrics-server": addonVersion,
    })
    .describe("EKS add-ons"),
});

export const karpenterSection = z.strictObject({
  identity: z
    .enum(["irsa", "pod-identity"])
    .default("irsa")
    .describe(
      "how the controller gets its AWS role; irsa is ready with the service account, pod-identity is eventually consistent",
    ),
});
