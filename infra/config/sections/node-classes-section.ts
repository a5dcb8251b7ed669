import { z } from "zod";

import { nodeClassNames } from "../../../components/node-pools/node-class-profiles";
import { nodeClassSlotNames } from "../../../components/node-pools/pool-names";
import { amiId, amiSelector, nodeAmiAlias } from "./ami-fields";
import { kubeletField } from "./kubelet-field";
import { ownNamePattern } from "./own-names";
import { volumeField } from "./volume-field";

/** Selects capacity reservations and capacity blocks that the nodes of a class may use. */
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
      // The limit of the EC2NodeClass CRD.
      .refine((tags) => Object.keys(tags).length <= 20, "at most 20 tags")
      .meta({ minProperties: 1, maxProperties: 20 })
      .optional()
      .describe("tags of capacity reservations, all of which have to match"),
    ownerId: z
      .string()
      .regex(/^\d{12}$/, "the 12 digits of an AWS account, in quotes")
      .optional()
      .describe("account that owns the reservations, when they are shared with this account"),
    instanceMatchCriteria: z
      .enum(["open", "targeted"])
      .optional()
      .describe("only open reservations, or only targeted reservations"),
    capacityBlock: z
      .boolean()
      .optional()
      .describe(
        "these are capacity blocks, which end at a fixed time; tiers that use them get a terminationGracePeriod of 10m",
      ),
  })
  .refine(
    // The CRD refuses an owner alone, but only after the rest of the stack has been deployed.
    ({ id, tags, ownerId, instanceMatchCriteria }) =>
      id === undefined
        ? (tags ?? instanceMatchCriteria) !== undefined
        : (tags ?? ownerId ?? instanceMatchCriteria) === undefined,
    "either an id alone, or tags or instanceMatchCriteria; ownerId only beside these two",
  );

/** Exactly one of the three keys. With `own` the stack creates the group. */
const placementGroup = z
  .strictObject({
    own: z
      .literal(true, "true")
      .optional()
      .describe("create a cluster placement group for the class"),
    name: z
      .string()
      .min(1, "the name of a placement group")
      .max(255, "the name of a placement group, at most 255 characters")
      .optional()
      .describe("an existing placement group"),
    id: z
      .string()
      .regex(/^pg-[0-9a-z]+$/, "the id of a placement group, such as pg-0123456789abcdef0")
      .optional()
      .describe("an existing placement group"),
  })
  .refine((group) => Object.keys(group).length === 1, "exactly one of own: true, name and id")
  .meta({ minProperties: 1, maxProperties: 1 })
  .describe(
    "placement group of the nodes, for work on several nodes; the tiers of the class need exactly one zone",
  );

/** In bytes, as EC2 counts. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
const mostUserData = 12_000;

const nodeClassOverrides = z.strictObject({
  amiAlias: nodeAmiAlias
    .optional()
    .describe("AMI alias of this class, e.g. to try a release here first"),
  amiId: amiId
    .optional()
    .describe("one AMI by its id, in place of an alias; of the operating system of the class"),
  amiSelector: amiSelector
    .optional()
    .describe(
      "one AMI by name and owner, in place of an alias; of the operating system of the class",
    ),
  volume: volumeField.optional(),
  instanceStore: z
    .enum(["raid0", "unused"])
    .optional()
    .describe(
      "raid0 joins the local NVMe disks of a node to one volume for images, containers, emptyDir volumes and logs of pods; its content is lost with the node",
    ),
  kubelet: kubeletField.optional(),
  userData: z
    .string()
    .min(1, "a script, or TOML for Bottlerocket")
    .refine(
      (text) => Buffer.byteLength(text) <= mostUserData,
      `at most ${mostUserData} bytes; EC2 takes 16 KiB with Karpenter's own part`,
    )
    .refine(
      (text) => !text.includes("\0") && !text.includes("\r"),
      "no NUL and no carriage return; with one at the end of its first line a script finds no interpreter",
    )
    // https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/providers/amifamily/bootstrap/mime/mime.go
    .refine(
      (text) => !/^--\/\//m.test(text),
      "no line that begins with --//, the boundary with which Karpenter joins scripts",
    )
    .meta({ maxLength: mostUserData })
    .optional()
    .describe(
      "what a node runs before its kubelet starts: a script that begins with #!, or TOML of settings on Bottlerocket; everyone on the node can read it, so it holds no secret",
    ),
  capacityReservations: z
    .array(capacityReservation)
    .min(1, "at least one selector, or leave the key out")
    .max(30, "at most 30 selectors")
    .optional()
    .describe(
      "capacity reservations and capacity blocks of the class; its training tiers use them first and on-demand capacity next",
    ),
  placementGroup: placementGroup.optional(),
  efaInterfaces: z
    .int("a whole number of network cards")
    .min(1, "1 or more")
    .max(32, "32 or fewer")
    .optional()
    .describe(
      "number of EFA interfaces of every node, one for each network card (4 on p4d.24xlarge, 32 on p5.48xlarge); without the key Karpenter attaches as many as the pods request",
    ),
});

const nodeClass = nodeClassOverrides.meta({ id: "nodeClass" });

/** A node class that the stack file adds. */
const ownNodeClass = nodeClassOverrides
  .extend({
    from: z.enum(nodeClassNames).describe("the node class whose profile the own class begins with"),
  })
  .meta({ id: "ownNodeClass" });

/** The keys of a node class in a stack file. Only an own class has `from`. */
export type NodeClassOverrides = z.infer<typeof nodeClassOverrides> &
  Partial<z.infer<typeof ownNodeClass>>;

export const nodeClassesSection = z
  .object(Object.fromEntries(nodeClassSlotNames.map((name) => [name, nodeClass.optional()])))
  .catchall(ownNodeClass)
  .meta({ propertyNames: { pattern: ownNamePattern } })
  .describe(
    "changes to the profile of each node class; the slot <class>-b has its own changes and inherits none of <class>; any other name is an own class, which begins with the profile of the class in its key from, and which tiers name in nodeClass",
  ) as unknown as z.ZodType<Readonly<Partial<Record<string, NodeClassOverrides>>>>;
