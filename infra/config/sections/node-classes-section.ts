import { z } from "zod";

import {
  nodeClassSlotNames,
  type NodeClassSlotName,
} from "../../../components/node-pools/pool-names";
import { nodeAmiAlias } from "./ami-fields";

/** Which capacity reservations, capacity blocks included, nodes of a class may use. */
const capacityReservation = z
  .strictObject({
    id: z
      .string()
      .regex(/^cr-[0-9a-z]+$/, "the id of a capacity reservation, such as cr-0123456789abcdef0")
      .optional()
      .describe("id of one capacity reservation or capacity block"),
    tags: z
      .record(z.string().min(1, "a tag key"), z.string().min(1, 'a tag value, or "*" for any'))
      .refine((tags) => Object.keys(tags).length > 0, "at least one tag")
      .meta({ minProperties: 1 })
      .optional()
      .describe("tags of capacity reservations, all of which have to match"),
    ownerId: z
      .string()
      .regex(/^\d{12}$/, "the 12 digits of an AWS account, in quotes")
      .optional()
      .describe("account that owns the reservations, where they are shared with this one"),
    instanceMatchCriteria: z
      .enum(["open", "targeted"])
      .optional()
      .describe("open reservations, or targeted ones alone"),
  })
  .refine(
    // The CRD takes no owner by itself, and would say so when the rest of the stack stands.
    ({ id, tags, ownerId, instanceMatchCriteria }) =>
      id === undefined
        ? (tags ?? instanceMatchCriteria) !== undefined
        : (tags ?? ownerId ?? instanceMatchCriteria) === undefined,
    "an id alone, or tags or instanceMatchCriteria, with ownerId where another account owns them",
  );

/** At most one of the three; a group of its own is made by the stack. */
const placementGroup = z
  .strictObject({
    own: z
      .literal(true, "true")
      .optional()
      .describe("make a cluster placement group for the class"),
    name: z.string().min(1, "the name of a placement group").optional().describe("one there is"),
    id: z
      .string()
      .regex(/^pg-[0-9a-z]+$/, "the id of a placement group, such as pg-0123456789abcdef0")
      .optional()
      .describe("one there is"),
  })
  .refine((group) => Object.keys(group).length === 1, "exactly one of own: true, name and id")
  .meta({ minProperties: 1, maxProperties: 1 })
  .describe("placement group of the nodes, for multi-node work; the class's tiers need one zone");

const nodeClassOverrides = z.strictObject({
  amiAlias: nodeAmiAlias
    .optional()
    .describe("AMI alias of this class alone, e.g. to try a release first"),
  volumeSizeGiB: z
    .int("whole GiB")
    .min(50, "50 GiB or more")
    .max(16384, "16384 GiB or fewer")
    .optional()
    .describe("size of the root volume in GiB"),
  capacityReservations: z
    .array(capacityReservation)
    .min(1, "at least one selector, or none of the key")
    .max(30, "at most 30 selectors")
    .optional()
    .describe(
      "capacity reservations and capacity blocks of the class; its training tiers take them first, then on-demand",
    ),
  placementGroup: placementGroup.optional(),
  efaInterfaces: z
    .int("a whole number of network cards")
    .min(1, "1 or more")
    .max(32, "32 or fewer")
    .optional()
    .describe(
      "attach so many EFA interfaces to every node, one a network card (4 on p4d.24xlarge, 32 on p5.48xlarge); without it Karpenter attaches what a pod requests",
    ),
});

const nodeClass = nodeClassOverrides.meta({ id: "nodeClass" });

export type NodeClassOverrides = z.infer<typeof nodeClassOverrides>;

export const nodeClassesSection = z
  .strictObject(Object.fromEntries(nodeClassSlotNames.map((name) => [name, nodeClass.optional()])))
  .describe(
    "what differs from the profile of a node class; the slot <class>-b stands alone and takes nothing from <class>",
  ) as unknown as z.ZodType<Partial<Record<NodeClassSlotName, NodeClassOverrides>>>;
