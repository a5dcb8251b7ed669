/**
 * Rows for the network: VPC, subnets, gateways, routes.
 * Limits: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and the error codes of the EC2 API
 * reference.
 */
import { decimal } from "../digits";
import { stringOf } from "../string-of";
import { networkRange, rangeAssociation, refusedSubnet } from "./ec2-ranges";
import { zoneIdOf } from "./account-zones";
import { accountId, arn, held, type InUse, named, type Row, text } from "./row";
import { tokens } from "./tokens";
import { vpcEndpoint } from "./vpc-endpoint";

const anyRange = /^(\d{1,3}\.){3}\d{1,3}\/(\d|[12]\d|3[0-2])$/;
const zone = /^[a-z]{2}(-[a-z]+)+-\d(-[a-z]{3}-\d)?[a-z]$/;

const tags = { kind: "object" } as const;

export function dependencyViolation(kind: string): InUse {
  return {
    code: "DependencyViolation",
    message: (id) => `The ${kind} '${id}' has dependencies and cannot be deleted.`,
  };
}

const vpc: Row = {
  type: tokens.vpc,
  fields: {
    cidrBlock: text({ replaces: true, pattern: networkRange, ipv4Range: true }),
    ipv4IpamPoolId: text({ replaces: true }),
    ipv4NetmaskLength: { kind: "number", replaces: true, range: { min: 16, max: 28 } },
    instanceTenancy: text({ values: ["default", "dedicated"] }),
    enableDnsSupport: { kind: "boolean" },
    enableDnsHostnames: { kind: "boolean" },
    tags,
  },
  accepted: ["enableNetworkAddressUsageMetrics", "assignGeneratedIpv6CidrBlock"],
  oneOf: [["cidrBlock", "ipv4IpamPoolId"]],
  id: ({ hex }) => `vpc-0${hex(16)}`,
  outputs: ({ id, region, hex }) => ({
    arn: arn("ec2", region, `vpc/${id}`),
    defaultNetworkAclId: `acl-0${hex(16, "acl")}`,
    defaultRouteTableId: `rtb-0${hex(16, "main")}`,
    defaultSecurityGroupId: `sg-0${hex(16, "default")}`,
    dhcpOptionsId: `dopt-0${hex(16, "dhcp")}`,
    mainRouteTableId: `rtb-0${hex(16, "main")}`,
    ownerId: accountId,
    enableDnsHostnames: false,
  }),
  defaults: { instanceTenancy: "default", enableDnsSupport: true },
  bringsAlong: [
    { type: tokens.securityGroup, idAt: "defaultSecurityGroupId" },
    { type: tokens.routeTable, idAt: "mainRouteTableId" },
  ],
  inUse: dependencyViolation("vpc"),
  example: { cidrBlock: "10.0.0.0/16" },
};

const subnet: Row = {
  type: tokens.subnet,
  fields: {
    vpcId: text({ required: true, replaces: true, refersTo: held(tokens.vpc) }),
    cidrBlock: text({ required: true, replaces: true, pattern: networkRange, ipv4Range: true }),
    availabilityZone: text({ replaces: true, pattern: zone }),
    availabilityZoneId: text({ replaces: true, pattern: /^[a-z]{2,5}\d-az\d$/ }),
    mapPublicIpOnLaunch: { kind: "boolean" },
    privateDnsHostnameTypeOnLaunch: text({ values: ["ip-name", "resource-name"] }),
    tags,
  },
  accepted: ["enableResourceNameDnsARecordOnLaunch"],
  id: ({ hex }) => `subnet-0${hex(16)}`,
  outputs: ({ id, region, inputs }) => {
    const availabilityZone = stringOf(inputs.availabilityZone ?? `${region}a`);
    return {
      arn: arn("ec2", region, `subnet/${id}`),
      ownerId: accountId,
      availabilityZone,
      availabilityZoneId: zoneIdOf(availabilityZone),
    };
  },
  defaults: { mapPublicIpOnLaunch: false },
  refuses: refusedSubnet,
  inUse: dependencyViolation("subnet"),
  example: { vpcId: `<${tokens.vpc}>`, cidrBlock: "10.0.0.0/20", availabilityZone: "us-east-1a" },
  secondExample: { cidrBlock: "10.0.16.0/20", availabilityZone: "us-east-1b" },
};

const internetGateway: Row = {
  type: tokens.internetGateway,
  fields: { vpcId: text({ refersTo: held(tokens.vpc) }), tags },
  id: ({ hex }) => `igw-0${hex(16)}`,
  outputs: ({ id, region }) => ({
    arn: arn("ec2", region, `internet-gateway/${id}`),
    ownerId: accountId,
  }),
  keeps: ({ outputs, others }) => {
    const network = String(outputs.vpcId);
    const inNetwork = others(tokens.subnet).filter(
      (candidate) => candidate.outputs.vpcId === network,
    );
    const subnets = new Set(inNetwork.map((candidate) => candidate.id));
    const gateway = others(tokens.natGateway).find((candidate) =>
      subnets.has(String(candidate.outputs.subnetId)),
    );
    if (gateway === undefined) return undefined;
    return `DependencyViolation: Network ${network} has some mapped public address(es), of ${gateway.id}. Please unmap those public address(es) before detaching the gateway.`;
  },
  example: { vpcId: `<${tokens.vpc}>` },
};

const eip: Row = {
  type: tokens.eip,
  fields: { domain: text({ replaces: true, values: ["vpc"] }), tags },
  accepted: ["networkBorderGroup", "publicIpv4Pool"],
  id: ({ hex }) => `eipalloc-0${hex(16)}`,
  outputs: ({ id, region, hex }) => {
    const publicIp = `203.0.113.${1 + decimal(hex(8, "address"), 254)}`;
    return {
      allocationId: id,
      arn: arn("ec2", region, `elastic-ip/${id}`),
      domain: "vpc",
      publicIp,
      publicDns: `ec2-${publicIp.replaceAll(".", "-")}.compute-1.amazonaws.com`,
    };
  },
  inUse: { code: "InvalidIPAddress.InUse", message: (id) => `Address ${id} is in use.` },
  example: { domain: "vpc" },
};

const natGateway: Row = {
  type: tokens.natGateway,
  fields: {
    allocationId: text({ replaces: true, refersTo: held(tokens.eip) }),
    subnetId: text({ required: true, replaces: true, refersTo: held(tokens.subnet) }),
    connectivityType: text({ replaces: true, values: ["public", "private"] }),
    tags,
  },
  id: ({ hex }) => `nat-0${hex(16)}`,
  outputs: ({ hex, inputs, outputsOf }) => ({
    associationId: `eipassoc-0${hex(16, "association")}`,
    networkInterfaceId: `eni-0${hex(16, "interface")}`,
    privateIp: `10.0.0.${4 + decimal(hex(8, "address"), 250)}`,
    publicIp: outputsOf(tokens.eip, inputs.allocationId)?.publicIp ?? "",
  }),
  defaults: { connectivityType: "public" },
  example: { allocationId: `<${tokens.eip}>`, subnetId: `<${tokens.subnet}>` },
};

const routeTable: Row = {
  type: tokens.routeTable,
  fields: {
    vpcId: text({ required: true, replaces: true, refersTo: held(tokens.vpc) }),
    routes: { kind: "list" },
    tags,
  },
  id: ({ hex }) => `rtb-0${hex(16)}`,
  outputs: ({ id, region }) => ({
    arn: arn("ec2", region, `route-table/${id}`),
    ownerId: accountId,
  }),
  inUse: dependencyViolation("routeTable"),
  example: { vpcId: `<${tokens.vpc}>` },
};

const route: Row = {
  type: tokens.route,
  fields: {
    routeTableId: text({ required: true, replaces: true, refersTo: named(tokens.routeTable) }),
    destinationCidrBlock: text({ replaces: true, pattern: anyRange }),
    destinationPrefixListId: text({ replaces: true }),
    gatewayId: text({ refersTo: named(tokens.internetGateway) }),
    natGatewayId: text({ refersTo: named(tokens.natGateway) }),
    vpcEndpointId: text({ refersTo: named(tokens.vpcEndpoint) }),
    transitGatewayId: text(),
  },
  oneOf: [
    ["destinationCidrBlock", "destinationPrefixListId"],
    ["gatewayId", "natGatewayId", "vpcEndpointId", "transitGatewayId"],
  ],
  unique: {
    key: (inputs) =>
      `${stringOf(inputs.routeTableId)} ${stringOf(inputs.destinationCidrBlock)}${stringOf(inputs.destinationPrefixListId)}`,
    code: "RouteAlreadyExists",
  },
  id: ({ inputs, hex }) => `r-${stringOf(inputs.routeTableId)}${decimal(hex(8), 2 ** 32)}`,
  outputs: () => ({ origin: "CreateRoute", state: "active" }),
  example: {
    routeTableId: `<${tokens.routeTable}>`,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: `<${tokens.internetGateway}>`,
  },
};

const routeTableAssociation: Row = {
  type: tokens.routeTableAssociation,
  fields: {
    routeTableId: text({ required: true, refersTo: held(tokens.routeTable) }),
    subnetId: text({ required: true, replaces: true, refersTo: named(tokens.subnet) }),
  },
  unique: { key: (inputs) => String(inputs.subnetId), code: "Resource.AlreadyAssociated" },
  id: ({ hex }) => `rtbassoc-0${hex(16)}`,
  outputs: () => ({}),
  example: { routeTableId: `<${tokens.routeTable}>`, subnetId: `<${tokens.subnet}>` },
};

export const networkRows: readonly Row[] = [
  vpc,
  rangeAssociation,
  subnet,
  internetGateway,
  eip,
  natGateway,
  routeTable,
  route,
  routeTableAssociation,
  vpcEndpoint,
];
