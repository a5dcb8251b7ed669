import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { faultText, pathText } from "../../scheduling/values/fault";
import { counted } from "../../scheduling/values/wording";
import { attempt, type Reading } from "../shared/aws-reading";
import {
  type AdoptionRequest,
  type ExistingClusterFacts,
  existingClusterFaults,
} from "./existing-cluster-faults.builder";
import { type ClusterAccess, kubeconfigText } from "./kubeconfig.builder";

export interface ExistingClusterArgs extends AdoptionRequest {
  readonly access: ClusterAccess;
}

/** A cluster that exists already, as plain data. */
export interface ExistingCluster {
  readonly clusterArn: string;
  /** Kubeconfig whose user runs `aws eks get-token`. It contains no credentials. */
  readonly kubeconfig: string;
  readonly vpcId: string;
  /** ARN of the issuer's OIDC provider in IAM. Absent where the controller uses Pod Identity. */
  readonly oidcProviderArn?: string;
  /** Issuer without `https://`. */
  readonly oidcIssuer: string;
}

/**
 * Reads a cluster that exists already. Nothing here is a resource, so a destroy cannot delete the cluster. The
 * program waits for the answer before it registers any resource. So a cluster that does not fit stops the run before
 * anything is made, and a preview knows every value.
 *
 * @throws RunError with every reason why the cluster cannot be adopted
 */
export async function readExistingCluster(
  args: ExistingClusterArgs,
  opts: pulumi.InvokeOptions,
): Promise<ExistingCluster> {
  const cluster = await readCluster(args, opts);
  const oidcUrl = cluster.identities[0]?.oidcs[0]?.issuer ?? "";
  const [oidcProvider, podIdentityAgent, zones, securityGroupIds] = await Promise.all([
    oidcProviderOf(args, oidcUrl, opts),
    podIdentityAgentOf(args, opts),
    zonesWithSubnet(args, cluster.vpcConfig.vpcId, opts),
    securityGroupsOf(args, cluster.vpcConfig.vpcId, opts),
  ]);
  refuseUnfit(args, {
    status: cluster.status,
    tags: cluster.tags ?? {},
    kubernetesVersion: cluster.version,
    authenticationMode: cluster.accessConfigs[0]?.authenticationMode ?? "CONFIG_MAP",
    ipFamily: firstOf(cluster.kubernetesNetworkConfigs)?.ipFamily ?? "ipv4",
    autoMode: firstOf(cluster.computeConfigs)?.enabled === true,
    oidcUrl,
    oidcProvider: { clientIds: oidcProvider.value?.clientIdLists, problem: oidcProvider.problem },
    podIdentityAgent: { problem: podIdentityAgent.problem },
    zonesWithSubnet: zones,
    securityGroupIds,
  });
  return {
    clusterArn: cluster.arn,
    kubeconfig: kubeconfigText(
      {
        clusterName: args.clusterName,
        region: args.region,
        endpoint: cluster.endpoint,
        certificateAuthority: cluster.certificateAuthorities[0]?.data ?? "",
      },
      args.access,
    ),
    vpcId: cluster.vpcConfig.vpcId,
    ...(oidcProvider.value === undefined ? {} : { oidcProviderArn: oidcProvider.value.arn }),
    oidcIssuer: oidcUrl.replace(/^https:\/\//, ""),
  };
}

/** First element of a list that AWS leaves out for some older clusters. */
function firstOf<T>(list: readonly T[] | undefined): T | undefined {
  return list?.[0];
}

async function readCluster(
  { clusterName, region }: ExistingClusterArgs,
  opts: pulumi.InvokeOptions,
) {
  const { value, problem } = await attempt(eks.getCluster({ name: clusterName }, opts));
  if (value !== undefined) return value;
  throw new pulumi.RunError(
    `cluster.name: cannot be read in ${region} (${problem}), got ${JSON.stringify(clusterName)}; ` +
      "expected a cluster that exists; correct name, region or account, " +
      "or remove cluster.existing to have one made",
  );
}

async function oidcProviderOf(
  { identity }: ExistingClusterArgs,
  url: string,
  opts: pulumi.InvokeOptions,
): Promise<Reading<iam.GetOpenIdConnectProviderResult>> {
  return identity === "irsa" ? attempt(iam.getOpenIdConnectProvider({ url }, opts)) : {};
}

async function podIdentityAgentOf(
  { identity, clusterName }: ExistingClusterArgs,
  opts: pulumi.InvokeOptions,
): Promise<Reading<eks.GetAddonResult>> {
  const agent = { clusterName, addonName: "eks-pod-identity-agent" };
  return identity === "pod-identity" ? attempt(eks.getAddon(agent, opts)) : {};
}

/** Which of the zones have a subnet that Karpenter will find. */
async function zonesWithSubnet(
  { zones, discovery }: ExistingClusterArgs,
  vpcId: string,
  opts: pulumi.InvokeOptions,
): Promise<readonly string[]> {
  const answered = await Promise.all(
    zones.map(async (zone) => {
      const place = [
        { name: "vpc-id", values: [vpcId] },
        { name: "availability-zone", values: [zone] },
      ];
      const filters = filtersOf(discovery.subnetSelectorTerms, "subnet-id", place);
      const answers = filters.map((filters) => networkAnswer(ec2.getSubnets({ filters }, opts)));
      const ids = (await Promise.all(answers)).flatMap(({ ids }) => ids);
      return ids.length > 0 ? [zone] : [];
    }),
  );
  return answered.flat();
}

async function securityGroupsOf(
  { discovery }: ExistingClusterArgs,
  vpcId: string,
  opts: pulumi.InvokeOptions,
): Promise<readonly string[]> {
  const place = [{ name: "vpc-id", values: [vpcId] }];
  const filters = filtersOf(discovery.securityGroupSelectorTerms, "group-id", place);
  const answers = filters.map((filters) => networkAnswer(ec2.getSecurityGroups({ filters }, opts)));
  return (await Promise.all(answers)).flatMap(({ ids }) => ids);
}

interface Filter {
  readonly name: string;
  readonly values: string[];
}

type Terms = AdoptionRequest["discovery"]["subnetSelectorTerms"];

/** One query for all ids, and one for each set of tags. EC2's filters accept `*` as Karpenter does. */
function filtersOf(terms: Terms, idFilter: string, place: readonly Filter[]): Filter[][] {
  const ids = terms.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const byTags = terms.flatMap(({ tags }) => (tags === undefined ? [] : [tags]));
  return [
    ...(ids.length === 0 ? [] : [[...place, { name: idFilter, values: ids }]]),
    ...byTags.map((tags) => [
      ...place,
      ...Object.entries(tags).map(([key, value]) => ({ name: `tag:${key}`, values: [value] })),
    ]),
  ];
}

/** EC2 answers with an empty list where nothing matches. An error therefore means that the caller may not ask. */
async function networkAnswer<T>(reading: Promise<T>): Promise<T> {
  const { value, problem } = await attempt(reading);
  if (value !== undefined) return value;
  throw new pulumi.RunError(
    `cluster.existing: the cluster's network cannot be read, got ${problem}; expected subnets and security ` +
      "groups; give the deploying role ec2:DescribeSubnets and ec2:DescribeSecurityGroups",
  );
}

function refuseUnfit(args: ExistingClusterArgs, facts: ExistingClusterFacts): void {
  const faults = existingClusterFaults(args, facts);
  if (faults.length === 0) return;
  const heading = `cluster ${args.clusterName} cannot be adopted: ${counted(faults.length, "fault")}`;
  const lines = faults.map((fault) => `${pathText(fault.path)}: ${faultText(fault)}`);
  throw new pulumi.RunError([heading, ...lines].join("\n  "));
}
