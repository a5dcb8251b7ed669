import { z } from "zod";

import { ipv4Cidr, subnetRangePattern } from "./fields";

/** Interface endpoints that a stack can ask for. S3 always has a gateway endpoint. */
const interfaceEndpoints = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "logs",
  "sqs",
  "ssm",
  "sts",
] as const;

/** 100.64.0.0/10, the range of RFC 6598. */
const podRangeOctets = "100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])";

/** A zone name whose letter has a place in the layout of the VPC (`components/network/subnet-layout.builder.ts`). */
const zoneName = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-f]$/, "a zone name such as us-east-1a, its letter from a to f");

export const networkSection = z.strictObject({
  cidr: ipv4Cidr
    .meta({ pattern: subnetRangePattern() })
    .optional()
    .describe(
      "IPv4 range of the VPC, /16 to /20; pods take their addresses from it; required for a new cluster",
    ),
  zones: z
    .array(zoneName)
    .min(2, "at least two zones, because Karpenter and the system nodes spread over two")
    .max(6, "at most six zones")
    .meta({ uniqueItems: true })
    .describe(
      "availability zones of nodes and pods by name; the same name can be another place in another account",
    ),
  controlPlaneZones: z
    .array(zoneName)
    .min(2, "at least two zones, because EKS asks for subnets in two")
    .max(6, "at most six zones")
    .meta({ uniqueItems: true })
    .optional()
    .describe(
      "zones of the control plane; EKS never changes them after the cluster is created, so write the zones of the first deployment here before zones changes (docs/network.md); without the key those of zones",
    ),
  zoneIds: z
    .record(z.string(), z.string().regex(/^[a-z]+\d-az\d+$/, "a zone id such as use1-az4"))
    .optional()
    .describe("zone id of each zone in this account, e.g. us-east-1a: use1-az4"),
  podCidrs: z
    .array(ipv4Cidr.meta({ pattern: subnetRangePattern(podRangeOctets) }))
    .min(1, "at least one range; without the key pods share the nodes' subnets")
    .max(4, "at most four, because a VPC has five ranges by default, its own included")
    .optional()
    .describe(
      "ranges in 100.64.0.0/10, /16 to /20, for the addresses of pods in place of cidr; each zone gets an eighth of each range (docs/network.md)",
    ),
  natGateways: z
    .enum(["single", "one-per-zone"])
    .default("one-per-zone")
    .describe(
      "NAT gateways: a single one, or one per zone; Karpenter calls IAM and nodes pull from registries, which have no endpoint in the VPC",
    ),
  interfaceEndpoints: z
    .array(z.enum(interfaceEndpoints))
    .meta({ uniqueItems: true })
    .default([])
    .describe(
      "VPC interface endpoints, billed per zone and hour; their traffic does not go through the NAT gateways",
    ),
});
