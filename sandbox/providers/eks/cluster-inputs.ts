/** The inputs of eks:index:Cluster that the stand-in supports. It refuses all others with a clear message. */
import * as pulumi from "@pulumi/pulumi";

export interface AccessPolicyInput {
  readonly policyArn: pulumi.Input<string>;
  readonly accessScope: pulumi.Input<{
    type: pulumi.Input<string>;
    namespaces?: pulumi.Input<pulumi.Input<string>[]>;
  }>;
}

export interface AccessEntryInput {
  readonly principalArn: pulumi.Input<string>;
  readonly type?: pulumi.Input<string>;
  readonly username?: pulumi.Input<string>;
  readonly kubernetesGroups?: pulumi.Input<pulumi.Input<string>[]>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  readonly accessPolicies?: Readonly<Record<string, AccessPolicyInput>>;
}

export interface AddonOptions {
  readonly enabled?: boolean;
  readonly version?: pulumi.Input<string>;
  readonly resolveConflictsOnCreate?: pulumi.Input<string>;
  readonly resolveConflictsOnUpdate?: pulumi.Input<string>;
  readonly configurationValues?: pulumi.Input<object>;
}

type Tags = pulumi.Input<Record<string, pulumi.Input<string>>>;

/**
 * The inputs as the SDK of @pulumi/eks sends them. An input that may be unknown at a preview is an Input. An input that
 * decides which children exist is a plain value.
 */
export interface ClusterInputs {
  readonly name?: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly privateSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly endpointPrivateAccess?: pulumi.Input<boolean>;
  readonly endpointPublicAccess?: pulumi.Input<boolean>;
  readonly publicAccessCidrs?: pulumi.Input<pulumi.Input<string>[]>;
  readonly enabledClusterLogTypes?: pulumi.Input<pulumi.Input<string>[]>;
  readonly encryptionConfigKeyArn?: pulumi.Input<string>;
  readonly version?: pulumi.Input<string>;
  readonly authenticationMode: string;
  readonly accessEntries?: Readonly<Record<string, AccessEntryInput>>;
  readonly skipDefaultNodeGroup: boolean;
  readonly skipDefaultSecurityGroups?: boolean;
  readonly createOidcProvider?: boolean;
  readonly deletionProtection?: pulumi.Input<boolean>;
  readonly clusterTags?: Tags;
  readonly tags?: Tags;
  readonly clusterSecurityGroupTags?: Tags;
  readonly nodeSecurityGroupTags?: Tags;
  readonly upgradePolicy?: pulumi.Input<{ supportType?: pulumi.Input<string> }>;
  readonly corednsAddonOptions?: AddonOptions;
  readonly kubeProxyAddonOptions?: AddonOptions;
  readonly useDefaultVpcCni: boolean;
  readonly bootstrapSelfManagedAddons?: pulumi.Input<boolean>;
  readonly kubernetesServiceIpAddressRange?: pulumi.Input<string>;
  readonly ipFamily?: pulumi.Input<string>;
  readonly enableConfigMapMutable?: pulumi.Input<boolean>;
  readonly providerCredentialOpts?: pulumi.Input<{
    roleArn?: pulumi.Input<string>;
    profileName?: pulumi.Input<string>;
  }>;
}

const supported: Readonly<Record<keyof ClusterInputs, true>> = {
  name: true,
  vpcId: true,
  subnetIds: true,
  publicSubnetIds: true,
  privateSubnetIds: true,
  endpointPrivateAccess: true,
  endpointPublicAccess: true,
  publicAccessCidrs: true,
  enabledClusterLogTypes: true,
  encryptionConfigKeyArn: true,
  version: true,
  authenticationMode: true,
  accessEntries: true,
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  createOidcProvider: true,
  deletionProtection: true,
  clusterTags: true,
  tags: true,
  clusterSecurityGroupTags: true,
  nodeSecurityGroupTags: true,
  upgradePolicy: true,
  corednsAddonOptions: true,
  kubeProxyAddonOptions: true,
  useDefaultVpcCni: true,
  bootstrapSelfManagedAddons: true,
  kubernetesServiceIpAddressRange: true,
  ipFamily: true,
  enableConfigMapMutable: true,
  providerCredentialOpts: true,
};

/** Checks the inputs. Throws with all faults at once, which the engine shows as faults of the component's inputs. */
export function clusterInputs(inputs: pulumi.Inputs): ClusterInputs {
  const errors = [...unsupported(inputs), ...contradictions(inputs), ...addonFaults(inputs)];
  if (errors.length === 0) return inputs as unknown as ClusterInputs;
  const message = "The sandbox cannot make this eks.Cluster.";
  throw new pulumi.InputPropertiesError({ message, errors });
}

function unsupported(inputs: pulumi.Inputs): pulumi.InputPropertyErrorDetails[] {
  const strange = Object.keys(inputs).filter(
    (name) => inputs[name] !== undefined && !(name in supported),
  );
  const expected = Object.keys(supported).join(", ");
  return strange.map((propertyPath) => ({
    propertyPath,
    reason: `is not supported by the sandbox; expected one of ${expected}; add it in sandbox/providers/eks to use it`,
  }));
}

function contradictions(inputs: pulumi.Inputs): pulumi.InputPropertyErrorDetails[] {
  const errors: pulumi.InputPropertyErrorDetails[] = [];
  const refuse = (propertyPath: string, reason: string): number =>
    errors.push({ propertyPath, reason });
  if (inputs.vpcId === undefined) refuse("vpcId", "is missing; the sandbox has no default VPC");
  const parts = inputs.publicSubnetIds !== undefined || inputs.privateSubnetIds !== undefined;
  if (inputs.subnetIds === undefined && !parts)
    refuse("subnetIds", "is missing; name the subnets of the control plane");
  if (inputs.subnetIds !== undefined && parts) {
    refuse(
      "subnetIds",
      "and publicSubnetIds or privateSubnetIds exclude each other; choose one way",
    );
  }
  if (inputs.authenticationMode !== "API") {
    const got = JSON.stringify(inputs.authenticationMode);
    refuse(
      "authenticationMode",
      `got ${got}; the sandbox supports API only, since the other modes write the aws-auth ConfigMap`,
    );
  }
  if (inputs.skipDefaultNodeGroup !== true) {
    refuse(
      "skipDefaultNodeGroup",
      "must be true; the sandbox makes no self-managed default node group",
    );
  }
  if (inputs.createOidcProvider === true) {
    const reason =
      "the component opens a TLS connection to the issuer, which the sandbox has none of";
    refuse(
      "createOidcProvider",
      `must be false: ${reason}; make an aws.iam.OpenIdConnectProvider yourself`,
    );
  }
  if (inputs.useDefaultVpcCni !== true) {
    refuse("useDefaultVpcCni", "must be true; make the vpc-cni add-on yourself");
  }
  return errors;
}

/** The real component looks the newest version up. The sandbox has no list of versions. */
function addonFaults(inputs: pulumi.Inputs): pulumi.InputPropertyErrorDetails[] {
  const { corednsAddonOptions: coredns, kubeProxyAddonOptions: kubeProxy } =
    inputs as Partial<ClusterInputs>;
  const reason =
    "is missing; give the add-on's version, or set enabled to false and make the add-on yourself";
  return [
    ...(coredns?.enabled === true && coredns.version === undefined
      ? [{ propertyPath: "corednsAddonOptions.version", reason }]
      : []),
    ...(kubeProxy?.enabled !== false && kubeProxy?.version === undefined
      ? [{ propertyPath: "kubeProxyAddonOptions.version", reason }]
      : []),
  ];
}
