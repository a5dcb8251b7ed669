import type * as aws from "@pulumi/aws";

import type { ZoneSubnets } from "./subnet-layout.builder";

/** Subnets of one zone. */
export interface ZoneNetwork {
  readonly layout: ZoneSubnets;
  readonly publicSubnet: aws.ec2.Subnet;
  readonly privateSubnet: aws.ec2.Subnet;
  readonly intraSubnet: aws.ec2.Subnet;
}
