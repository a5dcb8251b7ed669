/**
 * Additional ranges of a VPC, and requests that AWS refuses because of ranges.
 * Limits: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and the error codes of the EC2 API
 * reference.
 */
import { isWithin, overlap, parseRange } from "../../../components/network/ipv4-range";
import type { Properties } from "../cloud-state";
import { stringOf } from "../string-of";
import { held, type NewSurroundings, type Row, text } from "./row";
import { tokens } from "./tokens";

/** An IPv4 range with a prefix that AWS allows for a VPC or a subnet: /16 to /28. */
export const networkRange = /^(\d{1,3}\.){3}\d{1,3}\/(1[6-9]|2[0-8])$/;

export const rangeAssociation: Row = {
  type: tokens.vpcIpv4CidrBlockAssociation,
  fields: {
    vpcId: text({ required: true, replaces: true, refersTo: held(tokens.vpc) }),
    cidrBlock: text({ replaces: true, pattern: networkRange, ipv4Range: true }),
    ipv4IpamPoolId: text({ replaces: true }),
    ipv4NetmaskLength: { kind: "number", replaces: true, range: { min: 16, max: 28 } },
  },
  oneOf: [["cidrBlock", "ipv4IpamPoolId"]],
  id: ({ hex }) => `vpc-cidr-assoc-0${hex(16)}`,
  outputs: () => ({}),
  refuses: (surroundings) => {
    const cidr = stringOf(surroundings.inputs.cidrBlock);
    const taken = rangesOf(surroundings).find((range) => meet(range, cidr));
    return taken === undefined
      ? undefined
      : `InvalidVpc.Range: The CIDR '${cidr}' conflicts with ${taken}, a range that the VPC has.`;
  },
  keeps: ({ outputs, others }) => {
    const range = stringOf(outputs.cidrBlock);
    const subnet = others(tokens.subnet).find(
      (candidate) =>
        candidate.outputs.vpcId === outputs.vpcId &&
        within(stringOf(candidate.outputs.cidrBlock), range),
    );
    return subnet === undefined
      ? undefined
      : `InvalidCidrBlock.InUse: The vpc ${stringOf(outputs.vpcId)} currently has a subnet within CIDR block ${range}: ${subnet.id}`;
  },
  example: { vpcId: `<${tokens.vpc}>`, cidrBlock: "100.64.0.0/16" },
};

/** Why AWS refuses the subnet: it must be inside one range of its VPC, and must not overlap another subnet. */
export function refusedSubnet(surroundings: NewSurroundings): string | undefined {
  const cidr = stringOf(surroundings.inputs.cidrBlock);
  if (!rangesOf(surroundings).some((range) => within(cidr, range))) {
    return `InvalidSubnet.Range: The CIDR '${cidr}' is invalid: it is in no range of the VPC.`;
  }
  const { inputs, others } = surroundings;
  const other = others(tokens.subnet).find(
    ({ outputs }) => outputs.vpcId === inputs.vpcId && meet(stringOf(outputs.cidrBlock), cidr),
  );
  return other === undefined
    ? undefined
    : `InvalidSubnet.Conflict: The CIDR '${cidr}' conflicts with another subnet: ${other.id}`;
}

/** The VPC's first range and the additional ones. */
function rangesOf({ inputs, others }: NewSurroundings): readonly string[] {
  const own = others(tokens.vpc).filter(({ id }) => id === inputs.vpcId);
  const further = others(tokens.vpcIpv4CidrBlockAssociation).filter(
    ({ outputs }) => outputs.vpcId === inputs.vpcId,
  );
  return [...own, ...further].map(({ outputs }: { outputs: Properties }) =>
    stringOf(outputs.cidrBlock),
  );
}

function within(inner: string, outer: string): boolean {
  return isWithin(parseRange(inner), parseRange(outer));
}

function meet(one: string, other: string): boolean {
  return overlap(parseRange(one), parseRange(other));
}
