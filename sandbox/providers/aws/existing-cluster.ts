/**
 * A cluster that no stack has made: network, roles, nodes and add-ons, as other tools of a platform team would make
 * them. It is made with the rows of the stand-in, so it is as complete as a cluster that the engine makes.
 */
import type { Cloud } from "../cloud";
import { urnPrefixOutsideEngine, type Properties } from "../cloud-state";
import { AwsStandIn } from "./provider";
import { tokens } from "./tokens";

/** What a stack expects of the cluster that it adopts. */
export interface ExistingClusterWish {
  readonly name: string;
  readonly region: string;
  readonly kubernetesVersion: string;
  /** The zones that have subnets for nodes. */
  readonly zones: readonly string[];
  /** How Karpenter finds the subnets: by tags, or by ids. With ids, the subnets get these ids. */
  readonly subnets: Selector;
  /** How Karpenter finds the security groups of the nodes. */
  readonly securityGroups: Selector;
  /** The labels of the nodes for controllers. */
  readonly nodeLabels: Readonly<Record<string, string>>;
}

/** Ids or tags. */
export interface Selector {
  readonly ids?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** The add-ons of such a cluster, with the versions that AWS had in 2026. */
const addons = {
  "vpc-cni": "v1.22.4-eksbuild.3",
  "kube-proxy": "v1.35.3-eksbuild.29",
  "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
  coredns: "v1.13.2-eksbuild.31",
} as const;

/** Makes the cluster and everything it needs. Does nothing when a cluster of this name exists. */
export function makeExistingCluster(cloud: Cloud, wish: ExistingClusterWish): boolean {
  if (cloud.find(tokens.cluster, wish.name) !== undefined) return false;
  const make = makerIn(cloud, wish);
  const { subnetIds, controlPlaneSubnetIds } = makeNetwork(make, wish);
  const cluster = makeCluster(make, wish, controlPlaneSubnetIds);
  makeAddons(make, wish);
  makeNodes(make, wish, subnetIds);
  make(tokens.openIdConnectProvider, "oidc", {
    url: (cluster.identities as [{ oidcs: [{ issuer: string }] }])[0].oidcs[0].issuer,
    clientIdLists: ["sts.amazonaws.com"],
  });
  return true;
}

type Made = Properties & { readonly id: string };

/** Makes an object. If `givenId` is set, it becomes the id of the object. */
type Make = (type: string, name: string, inputs: Properties, givenId?: string) => Made;

/** Makes AWS objects that no engine knows. */
function makerIn(cloud: Cloud, { name: cluster, region }: ExistingClusterWish): Make {
  const aws = new AwsStandIn(cloud);
  const connection = urnPrefixOutsideEngine;
  aws.configure(connection, { region });
  return (type, name, inputs, givenId) => {
    const urn = `${urnPrefixOutsideEngine}${cluster}::existing::${type}::${name}`;
    const resource = { connection, urn, type };
    const checked = aws.check({ ...resource, oldInputs: undefined, newInputs: inputs });
    const [failure] = checked.failures;
    if (failure !== undefined) throw new Error(`${type}: ${failure.property}: ${failure.reason}`);
    const { id, outputs } = aws.create({ ...resource, inputs: checked.inputs, preview: false });
    const made = cloud.find(type, id);
    if (givenId === undefined || made === undefined) return { ...outputs, id };
    cloud.remove(type, id);
    cloud.put({ ...made, id: givenId });
    return { ...outputs, id: givenId };
  };
}

/**
 * Makes a private subnet in each zone, or one for each id, and returns their ids. The control plane uses them too. It has
 * to be in two zones, so it gets a subnet of its own where there is only one id.
 */
function makeNetwork(make: Make, { name, zones, subnets, securityGroups }: ExistingClusterWish) {
  const vpc = make(tokens.vpc, "vpc", { cidrBlock: "10.90.0.0/16", tags: { Name: name } });
  for (const id of securityGroups.ids ?? []) {
    make(tokens.securityGroup, `nodes-${id}`, { vpcId: vpc.id, description: "Nodes" }, id);
  }
  const ids = subnets.ids ?? zones.map(() => undefined);
  const subnetIds = ids.map((givenId, index) => {
    const inputs = {
      vpcId: vpc.id,
      cidrBlock: `10.90.${index}.0/24`,
      availabilityZone: zones[index % zones.length],
      tags: { Name: name, ...subnets.tags },
    };
    return make(tokens.subnet, `private-${index}`, inputs, givenId).id;
  });
  const [, secondZone] = zones;
  if (subnetIds.length > 1) return { subnetIds, controlPlaneSubnetIds: subnetIds };
  const second = make(tokens.subnet, "control-plane", {
    vpcId: vpc.id,
    cidrBlock: "10.90.255.0/24",
    availabilityZone: secondZone,
    tags: { Name: name },
  });
  return { subnetIds, controlPlaneSubnetIds: [...subnetIds, second.id] };
}

function makeCluster(
  make: Make,
  { name, kubernetesVersion, securityGroups }: ExistingClusterWish,
  subnetIds: string[],
): Properties {
  const role = make(tokens.role, "cluster-role", {
    name: `${name}-cluster`,
    assumeRolePolicy: trustOf("eks.amazonaws.com"),
  });
  const cluster = make(tokens.cluster, "cluster", {
    name,
    roleArn: role.arn,
    version: kubernetesVersion,
    vpcConfig: { subnetIds, endpointPrivateAccess: true },
    accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" },
  });
  const { clusterSecurityGroupId } = cluster.vpcConfig as Properties;
  for (const [key, value] of Object.entries(securityGroups.tags ?? {})) {
    make(tokens.tag, `security-group-${key}`, { resourceId: clusterSecurityGroupId, key, value });
  }
  return cluster;
}

function makeAddons(make: Make, { name }: ExistingClusterWish): void {
  for (const [addonName, addonVersion] of Object.entries(addons)) {
    make(tokens.addon, addonName, { clusterName: name, addonName, addonVersion });
  }
}

function makeNodes(
  make: Make,
  { name, kubernetesVersion, nodeLabels }: ExistingClusterWish,
  subnetIds: string[],
): void {
  const role = make(tokens.role, "node-role", {
    name: `${name}-nodes`,
    assumeRolePolicy: trustOf("ec2.amazonaws.com"),
  });
  make(tokens.nodeGroup, "nodes", {
    clusterName: name,
    nodeGroupName: "nodes",
    nodeRoleArn: role.arn,
    subnetIds,
    version: kubernetesVersion,
    instanceTypes: ["m7i.large"],
    scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 3 },
    labels: nodeLabels,
  });
}

function trustOf(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}
