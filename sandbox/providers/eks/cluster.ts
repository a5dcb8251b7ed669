/**
 * eks:index:Cluster with the children that @pulumi/eks 4.3.0 makes for the supported inputs.
 * Source: https://github.com/pulumi/pulumi-eks/blob/v4.3.0/nodejs/eks/cluster/cluster.ts
 *
 * One difference: the real component waits until a public API server answers. No address of the sandbox answers.
 */
import { Addon } from "@pulumi/aws/eks/addon";
import { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { makeAccessEntries } from "./access-entries";
import type { AddonOptions, ClusterInputs } from "./cluster-inputs";
import { kubeconfigOf, type KubeconfigOptions } from "./kubeconfig";
import { clusterSecurityGroup, nodeSecurityGroup } from "./security-groups";
import { ServiceRole } from "./service-role";

export class Cluster extends pulumi.ComponentResource {
  /** All outputs of the class in @pulumi/eks, with the same names. */
  readonly state: pulumi.Inputs;

  constructor(name: string, inputs: ClusterInputs, opts: pulumi.ComponentResourceOptions) {
    super("eks:index:Cluster", name, inputs, opts);
    const subnetIds = controlPlaneSubnets(inputs);
    const serviceRole = new ServiceRole(`${name}-eksRole`, inputs.tags, { parent: this });
    const group =
      inputs.skipDefaultSecurityGroups === true
        ? undefined
        : clusterSecurityGroup(name, inputs, this);
    const cluster = makeCluster(name, inputs, { subnetIds, serviceRole, group, parent: this });
    makeAddons(name, inputs, cluster, this);
    const provider = new KubernetesProvider(
      `${name}-eks-k8s`,
      {
        kubeconfig: kubeconfig(cluster, inputs, true).apply((config) => JSON.stringify(config)),
        enableConfigMapMutable: inputs.enableConfigMapMutable,
      },
      { parent: this },
    );
    makeAccessEntries(name, cluster, inputs.accessEntries ?? {}, this);
    const nodes =
      group === undefined
        ? undefined
        : nodeSecurityGroup(name, inputs, { name: cluster.name, securityGroupId: group.id }, this);
    const core = coreOf(inputs, { cluster, group, provider, serviceRole, subnetIds });
    this.state = stateOf({ cluster, group, nodes, core });
    this.registerOutputs(this.state);
  }
}

function controlPlaneSubnets(inputs: ClusterInputs): pulumi.Output<string[]> {
  if (inputs.subnetIds !== undefined) return pulumi.output(inputs.subnetIds);
  return pulumi
    .all([inputs.publicSubnetIds ?? [], inputs.privateSubnetIds ?? []])
    .apply(([publicIds, privateIds]) => [...publicIds, ...privateIds]);
}

interface Surroundings {
  readonly subnetIds: pulumi.Output<string[]>;
  readonly serviceRole: ServiceRole;
  readonly group: SecurityGroup | undefined;
  readonly parent: pulumi.Resource;
}

function makeCluster(
  name: string,
  inputs: ClusterInputs,
  { subnetIds, serviceRole, group, parent }: Surroundings,
): AwsCluster {
  return new AwsCluster(
    `${name}-eksCluster`,
    {
      name: inputs.name,
      roleArn: serviceRole.role.arn,
      bootstrapSelfManagedAddons: inputs.bootstrapSelfManagedAddons ?? true,
      kubernetesNetworkConfig: networkConfig(inputs),
      vpcConfig: {
        securityGroupIds: group === undefined ? undefined : [group.id],
        subnetIds,
        endpointPrivateAccess: inputs.endpointPrivateAccess,
        endpointPublicAccess: inputs.endpointPublicAccess,
        publicAccessCidrs: publicAccessCidrs(inputs, parent),
      },
      version: inputs.version,
      enabledClusterLogTypes: inputs.enabledClusterLogTypes,
      tags: pulumi.all([inputs.tags, inputs.clusterTags]).apply(([tags, clusterTags]) => ({
        Name: `${name}-eksCluster`,
        ...clusterTags,
        ...tags,
      })),
      encryptionConfig: encryptionConfig(inputs),
      accessConfig: {
        authenticationMode: inputs.authenticationMode,
        bootstrapClusterCreatorAdminPermissions: true,
      },
      upgradePolicy: inputs.upgradePolicy,
      deletionProtection: inputs.deletionProtection,
    },
    {
      parent,
      ignoreChanges: [
        "accessConfig.bootstrapClusterCreatorAdminPermissions",
        "bootstrapSelfManagedAddons",
      ],
      dependsOn: [serviceRole.resolvedRole],
    },
  );
}

function networkConfig({
  kubernetesServiceIpAddressRange,
  ipFamily,
}: ClusterInputs): AwsClusterNetworkConfig {
  if (kubernetesServiceIpAddressRange === undefined && ipFamily === undefined) return undefined;
  return pulumi
    .all([kubernetesServiceIpAddressRange, ipFamily])
    .apply(([range, family = "ipv4"]) => ({
      serviceIpv4Cidr: family === "ipv4" ? range : undefined,
      ipFamily: family,
    }));
}

type AwsClusterNetworkConfig =
  pulumi.Output<{ serviceIpv4Cidr: string | undefined; ipFamily: string }> | undefined;

function publicAccessCidrs(
  inputs: ClusterInputs,
  parent: pulumi.Resource,
): pulumi.Output<string[]> | undefined {
  if (inputs.publicAccessCidrs === undefined) return undefined;
  return pulumi
    .all([inputs.publicAccessCidrs, inputs.endpointPublicAccess ?? true])
    .apply(([cidrs, isPublic]) => {
      if (!isPublic) {
        throw new pulumi.ResourceError(
          "`publicAccessCidrs` can only be set when `endpointPublicAccess` is true",
          parent,
        );
      }
      return cidrs;
    });
}

function encryptionConfig({
  encryptionConfigKeyArn,
}: ClusterInputs):
  pulumi.Output<{ provider: { keyArn: string }; resources: string[] }> | undefined {
  if (encryptionConfigKeyArn === undefined) return undefined;
  return pulumi
    .output(encryptionConfigKeyArn)
    .apply((keyArn) => ({ provider: { keyArn }, resources: ["secrets"] }));
}

function makeAddons(
  name: string,
  inputs: ClusterInputs,
  cluster: AwsCluster,
  parent: pulumi.Resource,
): void {
  const { kubeProxyAddonOptions: kubeProxy, corednsAddonOptions: coredns, tags } = inputs;
  const make = (addonName: string, options: AddonOptions | undefined): Addon =>
    new Addon(
      `${name}-${addonName}`,
      {
        clusterName: cluster.name,
        addonName,
        tags,
        preserve: true,
        addonVersion: options?.version,
        resolveConflictsOnCreate: options?.resolveConflictsOnCreate ?? "OVERWRITE",
        resolveConflictsOnUpdate: options?.resolveConflictsOnUpdate ?? "OVERWRITE",
        configurationValues:
          options?.configurationValues === undefined
            ? undefined
            : pulumi.jsonStringify(options.configurationValues),
      },
      { parent },
    );
  if (kubeProxy?.enabled !== false) make("kube-proxy", kubeProxy);
  // Without a default node group, the component makes coredns only on request.
  if (coredns?.enabled === true) make("coredns", coredns);
}

/**
 * Without credentials from the program, the real component takes the profile of the environment in which it runs.
 * https://github.com/pulumi/pulumi-eks/blob/v4.3.0/nodejs/eks/cluster/cluster.ts
 */
function credentialsOfEnvironment(): KubeconfigOptions {
  const profileName = process.env.AWS_PROFILE ?? "";
  return profileName === "" ? {} : { profileName };
}

function kubeconfig(
  cluster: AwsCluster,
  inputs: ClusterInputs,
  withProfile: boolean,
): pulumi.Output<object> {
  return pulumi
    .all([
      cluster.name,
      cluster.endpoint,
      cluster.certificateAuthority,
      inputs.providerCredentialOpts ?? credentialsOfEnvironment(),
      cluster.arn,
    ])
    .apply(([name, endpoint, { data }, options, arn]) =>
      kubeconfigOf(
        { name, endpoint, certificate: data, region: arn.split(":")[3] ?? "" },
        options,
        withProfile,
      ),
    );
}

interface Made {
  readonly cluster: AwsCluster;
  readonly group: SecurityGroup | undefined;
  readonly provider: KubernetesProvider;
  readonly serviceRole: ServiceRole;
  readonly subnetIds: pulumi.Output<string[]>;
}

function coreOf(inputs: ClusterInputs, { cluster, group, provider, serviceRole, subnetIds }: Made) {
  return {
    vpcId: inputs.vpcId,
    subnetIds,
    publicSubnetIds: inputs.publicSubnetIds,
    privateSubnetIds: inputs.privateSubnetIds,
    clusterSecurityGroup: group,
    cluster,
    endpoint: cluster.endpoint,
    kubeconfig: kubeconfig(cluster, inputs, false),
    provider,
    instanceRoles: [],
    tags: inputs.tags,
    nodeSecurityGroupTags: inputs.nodeSecurityGroupTags,
    storageClasses: {},
    encryptionConfig: encryptionConfig(inputs),
    clusterIamRole: serviceRole.role,
    accessEntries: Object.values(inputs.accessEntries ?? {}),
    autoModeNodeRoleName: "",
  };
}

function stateOf(made: {
  readonly cluster: AwsCluster;
  readonly group: SecurityGroup | undefined;
  readonly nodes: ReturnType<typeof nodeSecurityGroup> | undefined;
  readonly core: ReturnType<typeof coreOf>;
}): pulumi.Inputs {
  const { cluster, group, nodes, core } = made;
  const ownGroupId = cluster.vpcConfig.clusterSecurityGroupId;
  const issuer = cluster.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
  return {
    kubeconfig: core.kubeconfig,
    kubeconfigJson: pulumi.jsonStringify(core.kubeconfig),
    clusterSecurityGroup: group,
    instanceRoles: [],
    nodeSecurityGroup: nodes?.group,
    eksClusterIngressRule: nodes?.ingressRule,
    defaultNodeGroup: undefined,
    eksCluster: cluster,
    core,
    clusterSecurityGroupId: group?.id ?? ownGroupId,
    nodeSecurityGroupId: nodes?.group.id ?? ownGroupId,
    clusterIngressRuleId: nodes?.ingressRule.securityGroupRuleId ?? "",
    defaultNodeGroupAsgName: "",
    fargateProfileId: "",
    fargateProfileStatus: "",
    oidcProviderArn: "",
    oidcProviderUrl: issuer,
    oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
    autoModeNodeRoleName: "",
  };
}
