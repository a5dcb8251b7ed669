import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import { Cluster } from "@pulumi/eks/cluster";
import * as pulumi from "@pulumi/pulumi";

import { partitionOf } from "../shared/partition";

/** A person or a pipeline with access to the cluster. */
export interface Administrator {
  readonly principalArn: string;
  /** Name of an EKS access policy, e.g. `AmazonEKSClusterAdminPolicy`. */
  readonly policy: string;
  /** Namespaces that the policy holds in; the whole cluster where left out. */
  readonly namespaces?: readonly string[];
}

export interface EksClusterArgs {
  /** Name of the cluster in AWS. */
  readonly clusterName: string;
  readonly region: string;
  /** Minor version, e.g. `1.35`. */
  readonly kubernetesVersion: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the control plane's network interfaces. */
  readonly controlPlaneSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Networks that may reach the public endpoint; empty for a private endpoint alone. */
  readonly publicAccessCidrs: readonly string[];
  /** Networks that may reach the private endpoint: the VPC, and what is connected to it. */
  readonly privateAccessCidrs: readonly string[];
  /** What AWS does when the version leaves standard support. */
  readonly supportType: "STANDARD" | "EXTENDED";
  /** By a stable key: it becomes part of a logical name. */
  readonly administrators: Readonly<Record<string, Administrator>>;
  /** Pulumi's protect and EKS's deletion protection, for cluster and key. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** All control-plane logs; they are what an incident is explained with. */
const controlPlaneLogs = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * The control plane: private endpoint, secrets encrypted with a key of its own, API authentication,
 * all logs, and an OIDC provider for service-account roles.
 *
 * ### Cost
 * $0.10 an hour for the cluster in standard support and $0.60 in extended, $1 a month for the key
 * (us-east-1, 2026). Logs by volume, in a group that EKS makes and that keeps them for ever unless its
 * retention is set (docs/deploying.md).
 */
export class EksCluster extends pulumi.ComponentResource {
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  /** Kubeconfig whose user runs `aws eks get-token`; it holds no credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly oidcProviderArn: pulumi.Output<string>;
  /** Issuer without `https://`. */
  readonly oidcIssuer: pulumi.Output<string>;

  constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:cluster:EksCluster", name, {}, opts);
    const child = { parent: this };

    const key = createSecretsKey(name, args, child);
    const cluster = createCluster(name, args, key, child);
    const controlPlane = cluster.eksCluster;
    tagSecurityGroup(name, args, controlPlane, child);
    openPrivateEndpoint(name, args, controlPlane, child);
    const oidc = createOidcProvider(name, controlPlane, child);
    createAdministrators(name, args, controlPlane, child);

    this.clusterName = controlPlane.name;
    this.clusterArn = controlPlane.arn;
    this.kubeconfig = cluster.kubeconfigJson;
    this.oidcProviderArn = oidc.arn;
    this.oidcIssuer = issuerOf(controlPlane).apply((url) => url.replace(/^https:\/\//, ""));
    this.registerOutputs({
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      kubeconfig: this.kubeconfig,
      oidcProviderArn: this.oidcProviderArn,
      oidcIssuer: this.oidcIssuer,
    });
  }
}

/** Deleting this key makes every secret in etcd unreadable, hence the longest waiting period. */
function createSecretsKey(name: string, args: EksClusterArgs, opts: pulumi.CustomResourceOptions) {
  const key = new kms.Key(
    `${name}-secrets`,
    {
      description: `Kubernetes secrets of ${args.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    },
    { ...opts, protect: args.protect },
  );
  new kms.Alias(
    `${name}-secrets`,
    { name: `alias/eks/${args.clusterName}`, targetKeyId: key.keyId },
    opts,
  );
  return key;
}

function createCluster(
  name: string,
  args: EksClusterArgs,
  key: kms.Key,
  opts: pulumi.ComponentResourceOptions,
) {
  const isPublic = args.publicAccessCidrs.length > 0;
  return new Cluster(
    name,
    {
      name: args.clusterName,
      version: args.kubernetesVersion,
      vpcId: args.vpcId,
      subnetIds: args.controlPlaneSubnetIds,
      endpointPrivateAccess: true,
      endpointPublicAccess: isPublic,
      ...(isPublic ? { publicAccessCidrs: [...args.publicAccessCidrs] } : {}),
      authenticationMode: "API",
      encryptionConfigKeyArn: key.arn,
      enabledClusterLogTypes: controlPlaneLogs,
      upgradePolicy: { supportType: args.supportType },
      deletionProtection: args.protect,
      // The component's provider opens a connection to the issuer, at preview too, which a private
      // network does not allow: the OIDC provider is made below.
      createOidcProvider: false,
      // Nodes come from the system node group and from Karpenter, and share the cluster's own group.
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      // The add-ons are EKS add-ons with pinned versions, in order (cluster-addons.ts).
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      corednsAddonOptions: { enabled: false },
      kubeProxyAddonOptions: { enabled: false },
      tags: { ...args.tags },
    },
    { ...opts, protect: args.protect },
  );
}

/** Karpenter finds the group by this tag, as the EC2NodeClass names it. Exactly one group may carry it. */
function tagSecurityGroup(
  name: string,
  args: EksClusterArgs,
  controlPlane: pulumi.Output<eks.Cluster>,
  opts: pulumi.CustomResourceOptions,
) {
  new ec2.Tag(
    `${name}-security-group-discovery`,
    {
      resourceId: controlPlane.vpcConfig.clusterSecurityGroupId,
      key: "karpenter.sh/discovery",
      value: args.clusterName,
    },
    opts,
  );
}

/**
 * The group of the control plane admits itself alone, which is its nodes. Whoever deploys from elsewhere
 * in the VPC, or through a VPN, is let in by this rule.
 * https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 */
function openPrivateEndpoint(
  name: string,
  args: EksClusterArgs,
  controlPlane: pulumi.Output<eks.Cluster>,
  opts: pulumi.CustomResourceOptions,
) {
  new ec2.SecurityGroupRule(
    `${name}-private-endpoint`,
    {
      type: "ingress",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [...args.privateAccessCidrs],
      securityGroupId: controlPlane.vpcConfig.clusterSecurityGroupId,
      description: "Kubernetes API from the VPC and connected networks",
    },
    opts,
  );
}

function createOidcProvider(
  name: string,
  controlPlane: pulumi.Output<eks.Cluster>,
  opts: pulumi.CustomResourceOptions,
) {
  return new iam.OpenIdConnectProvider(
    `${name}-oidc`,
    { url: issuerOf(controlPlane), clientIdLists: ["sts.amazonaws.com"] },
    opts,
  );
}

function createAdministrators(
  name: string,
  args: EksClusterArgs,
  controlPlane: pulumi.Output<eks.Cluster>,
  opts: pulumi.CustomResourceOptions,
) {
  const partition = partitionOf(args.region);
  for (const [key, { principalArn, policy, namespaces }] of Object.entries(args.administrators)) {
    const entry = new eks.AccessEntry(
      `${name}-${key}`,
      { clusterName: controlPlane.name, principalArn, type: "STANDARD" },
      opts,
    );
    new eks.AccessPolicyAssociation(
      `${name}-${key}`,
      {
        clusterName: controlPlane.name,
        principalArn,
        policyArn: `arn:${partition}:eks::aws:cluster-access-policy/${policy}`,
        accessScope:
          namespaces === undefined
            ? { type: "cluster" }
            : { type: "namespace", namespaces: [...namespaces] },
      },
      // A policy can only be associated with an entry that exists; only the principal's ARN links them.
      { ...opts, dependsOn: [entry] },
    );
  }
}

function issuerOf(controlPlane: pulumi.Output<eks.Cluster>): pulumi.Output<string> {
  return controlPlane.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
}
