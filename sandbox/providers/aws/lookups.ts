/**
 * The functions of the aws package that read objects of the cloud, no matter who made them. The messages are those of the
 * Terraform provider that @pulumi/aws 7 bridges, for example
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/cluster_data_source.go
 */
import type { Cloud } from "../cloud";
import type { CloudObject, Properties } from "../cloud-state";
import { valuesAt } from "./fields";
import { awsTable } from "./table";
import { tokens } from "./tokens";

export type Lookup = (cloud: Cloud, args: Properties) => Properties;

export const lookups: Readonly<Record<string, Lookup>> = {
  "aws:eks/getCluster:getCluster": (cloud, { name }) => {
    const cluster = cloud.find(tokens.cluster, String(name));
    if (cluster === undefined) throw notFound(`reading EKS Cluster (${String(name)})`);
    const { accessConfig, certificateAuthority, kubernetesNetworkConfig, tagsAll, ...outputs } =
      cluster.outputs;
    return {
      ...outputs,
      id: cluster.id,
      accessConfigs: [accessConfig],
      certificateAuthorities: [certificateAuthority],
      kubernetesNetworkConfigs: [kubernetesNetworkConfig],
      // The sandbox makes no cluster with Auto Mode.
      computeConfigs: [],
      // All tags that AWS has. The output `tags` of a resource has only those that the program gives.
      tags: tagsAll,
    };
  },
  "aws:eks/getAddon:getAddon": (cloud, { clusterName, addonName }) => {
    const id = `${String(clusterName)}:${String(addonName)}`;
    const addon = cloud.find(tokens.addon, id);
    if (addon === undefined) throw notFound(`reading EKS Add-On (${id})`);
    return { ...addon.outputs, id };
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": (cloud, { url }) => {
    const provider = ofType(cloud, tokens.openIdConnectProvider).find(
      ({ outputs }) => outputs.url === url,
    );
    if (provider === undefined) {
      throw invokeError(`finding IAM OIDC Provider by url (${String(url)}): not found`);
    }
    return { ...provider.outputs, id: provider.id };
  },
  "aws:ec2/getSubnets:getSubnets": (cloud, args) => ({
    ids: filtered(cloud, subnets(cloud), args),
  }),
  "aws:ec2/getSecurityGroups:getSecurityGroups": (cloud, args) => ({
    ids: filtered(cloud, securityGroups(cloud), args),
  }),
};

/** An object of EC2, with the names of its properties in EC2's filters. */
interface Filterable {
  readonly id: string;
  readonly filters: Properties;
  readonly tags: Properties;
}

function subnets(cloud: Cloud): readonly Filterable[] {
  return ofType(cloud, tokens.subnet).map(({ id, outputs }) => ({
    id,
    filters: {
      "subnet-id": id,
      "vpc-id": outputs.vpcId,
      "availability-zone": outputs.availabilityZone,
    },
    tags: { ...(outputs.tagsAll as Properties) },
  }));
}

/** The objects that were made, and those that AWS made together with a VPC or a cluster. */
function securityGroups(cloud: Cloud): readonly Filterable[] {
  const made = ofType(cloud, tokens.securityGroup).map(({ id, outputs }) => ({
    id,
    vpcId: outputs.vpcId,
    tags: outputs.tagsAll,
  }));
  const brought = cloud.objects().flatMap((object) =>
    broughtGroups(object).map((id) => ({
      id,
      vpcId:
        object.type === tokens.vpc
          ? object.id
          : valuesAt(object.outputs, "vpcConfig.vpcId")[0]?.value,
      tags: {},
    })),
  );
  return [...made, ...brought].map(({ id, vpcId, tags }) => ({
    id,
    filters: { "group-id": id, "vpc-id": vpcId },
    tags: { ...(tags as Properties) },
  }));
}

function broughtGroups(object: CloudObject): readonly string[] {
  const row = awsTable.find(({ type }) => type === object.type);
  return (row?.bringsAlong ?? [])
    .filter(({ type }) => type === tokens.securityGroup)
    .flatMap(({ idAt }) => valuesAt(object.outputs, idAt).map(({ value }) => String(value)));
}

interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** The ids of the objects that match every filter. `*` matches any text, as in EC2. */
function filtered(
  cloud: Cloud,
  candidates: readonly Filterable[],
  args: Properties,
): readonly string[] {
  const filters = (args.filters ?? []) as readonly Filter[];
  const tagged = candidates.map((candidate) => withTagResources(cloud, candidate));
  return tagged
    .filter((candidate) => filters.every((filter) => matches(candidate, filter)))
    .map(({ id }) => id);
}

function withTagResources(cloud: Cloud, candidate: Filterable): Filterable {
  const added = ofType(cloud, tokens.tag)
    .filter(({ outputs }) => outputs.resourceId === candidate.id)
    .map(({ outputs }) => [String(outputs.key), outputs.value] as const);
  return { ...candidate, tags: { ...candidate.tags, ...Object.fromEntries(added) } };
}

function matches({ filters, tags }: Filterable, { name, values }: Filter): boolean {
  const key = /^tag:(.+)$/.exec(name)?.[1];
  if (key === undefined && !(name in filters)) {
    const known = [...Object.keys(filters), "tag:<key>"].join(", ");
    throw new Error(`filter: unknown in the sandbox, got ${name}; expected one of ${known}`);
  }
  const found = key === undefined ? filters[name] : tags[key];
  return typeof found === "string" && values.some((value) => pattern(value).test(found));
}

function pattern(value: string): RegExp {
  const literal = value.split("*").map((part) => part.replace(/[.?+^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`);
}

function ofType(cloud: Cloud, type: string): readonly CloudObject[] {
  return cloud.objects().filter((object) => object.type === type);
}

function notFound(what: string): Error {
  return invokeError(`${what}: couldn't find resource`);
}

/** The message of the bridge for one error of a data source. */
function invokeError(message: string): Error {
  return new Error(`1 error occurred:\n\t* ${message}\n\n`);
}
