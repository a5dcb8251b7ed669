/**
 * The row for endpoints of a VPC. Limits: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html.
 */
import { stringOf } from "../string-of";
import { accountId, arn, held, named, type NewSurroundings, type Row, text } from "./row";
import { tokens } from "./tokens";

export const vpcEndpoint: Row = {
  type: tokens.vpcEndpoint,
  fields: {
    vpcId: text({ required: true, replaces: true, refersTo: held(tokens.vpc) }),
    serviceName: text({
      required: true,
      replaces: true,
      pattern: /^(com\.amazonaws\.|aws\.)[a-z0-9.-]+$/,
    }),
    vpcEndpointType: text({
      replaces: true,
      values: ["Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"],
    }),
    subnetIds: { kind: "list", refersTo: held(tokens.subnet) },
    securityGroupIds: { kind: "list", refersTo: held(tokens.securityGroup) },
    routeTableIds: { kind: "list", refersTo: named(tokens.routeTable) },
    privateDnsEnabled: { kind: "boolean" },
    policy: text(),
    tags: { kind: "object" },
  },
  accepted: ["autoAccept", "dnsOptions", "ipAddressType"],
  refuses: secondPrivateDomain,
  id: ({ hex }) => `vpce-0${hex(16)}`,
  outputs: ({ id, region, inputs, hex }) => ({
    arn: arn("ec2", region, `vpc-endpoint/${id}`),
    ownerId: accountId,
    requesterManaged: false,
    state: "available",
    prefixListId:
      (inputs.vpcEndpointType ?? "Gateway") === "Gateway" ? `pl-${hex(8, "prefixes")}` : "",
  }),
  defaults: { vpcEndpointType: "Gateway" },
  example: {
    vpcId: `<${tokens.vpc}>`,
    serviceName: "com.amazonaws.us-east-1.s3",
    subnetIds: [`<${tokens.subnet}>`],
    securityGroupIds: [`<${tokens.securityGroup}>`],
  },
};

/**
 * Two interface endpoints of one service cannot both answer to the service's name in a VPC.
 * https://github.com/hashicorp/terraform-provider-aws/issues/17535
 */
function secondPrivateDomain({ inputs, others }: NewSurroundings): string | undefined {
  const { vpcId, serviceName, privateDnsEnabled } = inputs;
  const taken = others(tokens.vpcEndpoint).some(
    ({ outputs }) =>
      outputs.vpcId === vpcId &&
      outputs.serviceName === serviceName &&
      outputs.privateDnsEnabled === true,
  );
  if (privateDnsEnabled !== true || !taken) return undefined;
  const [region = "", ...service] = stringOf(serviceName).split(".").slice(2);
  const domain = `${service.reverse().join(".")}.${region}.amazonaws.com`;
  return `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${domain} in the VPC ${stringOf(vpcId)}`;
}
