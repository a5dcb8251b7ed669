/**
 * Rows for capacity that is bought: reservations and Capacity Blocks.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCapacityReservation.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PurchaseCapacityBlock.html
 */
import { accountId, arn, type Row, text } from "./row";
import { tokens } from "./tokens";

/** Values of `InstancePlatform`. */
const platforms: readonly string[] = [
  "Linux/UNIX",
  "Red Hat Enterprise Linux",
  "SUSE Linux",
  "Windows",
  "Windows with SQL Server",
  "Windows with SQL Server Enterprise",
  "Windows with SQL Server Standard",
  "Windows with SQL Server Web",
  "Linux with SQL Server Standard",
  "Linux with SQL Server Web",
  "Linux with SQL Server Enterprise",
  "RHEL with SQL Server Standard",
  "RHEL with SQL Server Enterprise",
  "RHEL with SQL Server Web",
  "RHEL with HA",
  "RHEL with HA and SQL Server Standard",
  "RHEL with HA and SQL Server Enterprise",
  "Ubuntu Pro",
];

const capacityReservation: Row = {
  type: tokens.capacityReservation,
  fields: {
    availabilityZone: text({ required: true, replaces: true }),
    ebsOptimized: { kind: "boolean", replaces: true },
    endDate: text(),
    endDateType: text({ values: ["unlimited", "limited"] }),
    ephemeralStorage: { kind: "boolean", replaces: true },
    instanceCount: { kind: "number", required: true, range: { min: 1, max: 1000 } },
    instanceMatchCriteria: text({ replaces: true, values: ["open", "targeted"] }),
    instancePlatform: text({ required: true, replaces: true, values: platforms }),
    instanceType: text({ required: true, replaces: true }),
    outpostArn: text({ replaces: true }),
    placementGroupArn: text({ replaces: true }),
    tenancy: text({ replaces: true, values: ["default", "dedicated"] }),
    tags: { kind: "object" },
  },
  id: ({ hex }) => `cr-0${hex(16)}`,
  outputs: ({ id, region }) => ({
    arn: arn("ec2", region, `capacity-reservation/${id}`),
    ownerId: accountId,
  }),
  defaults: { endDateType: "unlimited", instanceMatchCriteria: "open", tenancy: "default" },
  example: {
    availabilityZone: "us-east-1a",
    instanceCount: 2,
    instanceMatchCriteria: "targeted",
    instancePlatform: "Linux/UNIX",
    instanceType: "p5.48xlarge",
  },
};

/** The type, the number and the zone of the instances are those of the offering, which the stand-in does not know. */
const capacityBlockReservation: Row = {
  type: tokens.capacityBlockReservation,
  fields: {
    capacityBlockOfferingId: text({ required: true, replaces: true }),
    instancePlatform: text({ required: true, replaces: true, values: platforms }),
    tags: { kind: "object" },
  },
  accepted: ["timeouts"],
  id: ({ hex }) => `cr-0${hex(16)}`,
  outputs: ({ id, region }) => ({
    arn: arn("ec2", region, `capacity-reservation/${id}`),
    reservationType: "capacity-block",
    endDateType: "limited",
  }),
  example: {
    capacityBlockOfferingId: "cb-0123456789abcdefg",
    instancePlatform: "Linux/UNIX",
  },
};

export const reservationRows: readonly Row[] = [capacityReservation, capacityBlockReservation];
