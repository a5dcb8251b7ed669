import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import { Cluster } from "@pulumi/eks/cluster";
import * as pulumi from "@pulumi/pulumi";

import { partitionOf } from "../shared/partition";

/** A person or a pipeline with access to the cluster. */
interface Administrator {
  readonly principalArn: string;
  /** Name of an EKS access policy, e.g. `AmazonEKSClusterAdminPolicy`. */
  readonly policy: string;
  /** Namespaces that the policy applies to. Default: the whole cluster. */
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
  /** Networks that may reach the public endpoint. Empty: the cluster has a private endpoint only. */
  readonly publicAccessCidrs: readonly string[];
  /** Networks that may reach the private endpoint: the VPC, and networks that are connected to it. */
  readonly privateAccessCidrs: readonly string[];
  /** At the end of standard support AWS upgrades the cluster (STANDARD), or bills extended support (EXTENDED). */
  readonly supportType: "STANDARD" | "EXTENDED";
  /** Administrators by a stable key. The key becomes part of a logical name. */
  readonly administrators: Readonly<Record<string, Administrator>>;
  /** Turns on Pulumi's `protect` for cluster and key, and the deletion protection of EKS. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The control plane of the cluster. It has a private endpoint, its own key for Kubernetes secrets, authentication by
 * access entries, all logs, and an OIDC provider for the roles of service accounts.
 *
 * ### Cost
 * The cluster costs $0.10 an hour in standard support and $0.60 in extended support. The key costs $1 a month
 * (us-east-1, 2026). Logs are billed by volume. EKS creates their log group, which keeps logs forever unless you set
 * a retention (docs/deploying.md).
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

/** If this key is deleted, nobody can read the secrets in etcd. So it has the longest waiting period, 30 days. */
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
      // The OIDC provider is made below. The one of this component connects to the issuer, even during a preview, and
      // a private network does not allow that.
      createOidcProvider: false,
      // Without this key the component writes AWS_PROFILE into the kubeconfig of its own provider. Then a deployment by a
      // person and one by a pipeline would undo each other's change, each time.
      // https://github.com/pulumi/pulumi-eks/blob/v4.3.0/nodejs/eks/cluster/cluster.ts
      providerCredentialOpts: {},
      // Nodes come from the system node group and from Karpenter. All use the cluster's own security group.
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      // Add-ons are installed as EKS add-ons, with pinned versions and in a fixed order (cluster-addons.ts).
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      corednsAddonOptions: { enabled: false },
      kubeProxyAddonOptions: { enabled: false },
      tags: { ...args.tags },
    },
    { ...opts, protect: args.protect },
  );
}

/** All logs of the control plane, because an incident is explained with them. */
const controlPlaneLogs = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Karpenter finds the group by this tag, which the EC2NodeClass names. Only one group may have the tag. */
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
 * The cluster's security group admits only its own members, which are the nodes. This rule admits clients from
 * elsewhere in the VPC, and through a VPN. https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
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
      // AWS associates a policy only with an existing entry. The two share nothing but the principal's ARN.
      { ...opts, dependsOn: [entry] },
    );
  }
}

function issuerOf(controlPlane: pulumi.Output<eks.Cluster>): pulumi.Output<string> {
  return controlPlane.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
}
