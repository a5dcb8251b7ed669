/**
 * The row for the EKS cluster itself. Limits:
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html.
 */
import { parseRange } from "../../../components/network/ipv4-range";
import { reservedRangeIn } from "../../../components/network/reserved-ranges";
import type { Properties } from "../cloud-state";
import { arn, heldByEmulation, held, named, type Row, text } from "./row";
import { refusedZoneChange, refusedZones } from "./eks-cluster-zones";
import { tokens } from "./tokens";

/** Kinds of Karpenter. If such objects still exist when EKS deletes the cluster, their instances stay. */
const karpenterKinds = ["NodePool", "EC2NodeClass"];

const certificate = "-----BEGIN CERTIFICATE-----\nsandbox\n-----END CERTIFICATE-----\n";

/** https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html */
function refusedPublicAccess({ vpcConfig }: Properties): string | undefined {
  const { publicAccessCidrs = [] } = vpcConfig as { publicAccessCidrs?: readonly string[] };
  const invalid = publicAccessCidrs.filter((cidr) => {
    const range = parseRange(cidr);
    return range.prefix > 0 && reservedRangeIn(range) !== undefined;
  });
  return invalid.length === 0
    ? undefined
    : `InvalidParameterException: The following CIDRs are invalid in publicAccessCidrs: [${invalid.join(", ")}]`;
}

export const cluster: Row = {
  type: tokens.cluster,
  fields: {
    name: text({
      replaces: true,
      length: { min: 1, max: 100 },
      pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/,
    }),
    roleArn: text({ required: true, replaces: true, refersTo: named(tokens.role, "arn") }),
    version: text({ pattern: /^1\.\d{2}$/ }),
    vpcConfig: { kind: "object", required: true },
    "vpcConfig.subnetIds": { kind: "list", required: true, refersTo: held(tokens.subnet) },
    "vpcConfig.securityGroupIds": { kind: "list", refersTo: held(tokens.securityGroup) },
    "vpcConfig.endpointPrivateAccess": { kind: "boolean" },
    "vpcConfig.endpointPublicAccess": { kind: "boolean" },
    "vpcConfig.publicAccessCidrs": {
      kind: "list",
      pattern: /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/,
      ipv4Range: true,
    },
    accessConfig: { kind: "object" },
    "accessConfig.authenticationMode": text({
      values: ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"],
    }),
    "accessConfig.bootstrapClusterCreatorAdminPermissions": { kind: "boolean", replaces: true },
    encryptionConfig: { kind: "object" },
    "encryptionConfig.provider": { kind: "object", required: true },
    "encryptionConfig.provider.keyArn": text({
      required: true,
      replaces: true,
      refersTo: heldByEmulation(
        tokens.key,
        "arn",
        "KMS takes the deletion, and the cluster's secrets cannot be read any more",
      ),
    }),
    "encryptionConfig.resources": { kind: "list", required: true, values: ["secrets"] },
    enabledClusterLogTypes: {
      kind: "list",
      values: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    },
    kubernetesNetworkConfig: { kind: "object" },
    "kubernetesNetworkConfig.ipFamily": text({ replaces: true, values: ["ipv4", "ipv6"] }),
    "kubernetesNetworkConfig.serviceIpv4Cidr": text({ replaces: true, pattern: /^[\d.]+\/\d{2}$/ }),
    "kubernetesNetworkConfig.elasticLoadBalancing": { kind: "object" },
    upgradePolicy: { kind: "object" },
    "upgradePolicy.supportType": text({ values: ["EXTENDED", "STANDARD"] }),
    zonalShiftConfig: { kind: "object" },
    "zonalShiftConfig.enabled": { kind: "boolean" },
    bootstrapSelfManagedAddons: { kind: "boolean", replaces: true },
    deletionProtection: { kind: "boolean" },
    tags: { kind: "object" },
  },
  refusesInputs: refusedPublicAccess,
  naming: { property: "name", automatic: true },
  unique: { key: (inputs) => String(inputs.name), code: "ResourceInUseException" },
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ id, region, inputs, hex, outputsOf }) => {
    const unique = hex(32, "endpoint").toUpperCase();
    const { subnetIds = [] } = inputs.vpcConfig as { subnetIds?: unknown[] };
    return {
      arn: arn("eks", region, `cluster/${id}`),
      certificateAuthority: { data: Buffer.from(certificate).toString("base64") },
      createdAt: "2026-01-01T00:00:00Z",
      endpoint: `https://${unique}.gr7.${region}.eks.amazonaws.com`,
      identities: [
        { oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${unique}` }] },
      ],
      platformVersion: "eks.1",
      status: "ACTIVE",
      version: "1.35",
      accessConfig: {
        authenticationMode: "CONFIG_MAP",
        bootstrapClusterCreatorAdminPermissions: true,
      },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
      upgradePolicy: { supportType: "EXTENDED" },
      vpcConfig: {
        clusterSecurityGroupId: `sg-0${hex(16, "cluster")}`,
        endpointPrivateAccess: false,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
        vpcId: outputsOf(tokens.subnet, subnetIds[0])?.vpcId ?? "",
      },
    };
  },
  bringsAlong: [{ type: tokens.securityGroup, idAt: "vpcConfig.clusterSecurityGroupId" }],
  inUse: { code: "ResourceInUseException", message: () => "Cluster has nodegroups attached" },
  refuses: refusedZones,
  refusesUpdate: refusedZoneChange,
  keeps: ({ id, inputs, outputs, inCluster }) => {
    if (inputs.deletionProtection === true) {
      return `InvalidRequestException: Cluster ${id} cannot be deleted because deletion protection is enabled`;
    }
    const left = inCluster(String(outputs.endpoint), karpenterKinds);
    if (left.length === 0) return undefined;
    return `ResourceInUseException (emulation, stricter than AWS: EKS would delete the cluster, and the instances that Karpenter launched would run on without an owner): ${left.join(", ")} still exist in cluster ${id}; delete them first`;
  },
  example: {
    name: "platform",
    roleArn: `<${tokens.role}>`,
    version: "1.35",
    vpcConfig: {
      subnetIds: [`<${tokens.subnet}>`, `<second ${tokens.subnet}>`],
      securityGroupIds: [`<${tokens.securityGroup}>`],
      publicAccessCidrs: ["52.94.76.0/22"],
    },
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    encryptionConfig: { provider: { keyArn: `<${tokens.key}>` }, resources: ["secrets"] },
    enabledClusterLogTypes: ["api", "audit"],
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
    upgradePolicy: { supportType: "STANDARD" },
  },
};
