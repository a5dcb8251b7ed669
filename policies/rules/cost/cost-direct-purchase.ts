import { acceleratorOf, instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import type { FaultPath } from "../../../scheduling/values/fault";
import { fieldText } from "../../support/message";
import { nodeGroupTypes } from "../../support/node-group";
import type { Finding, ResourceRule } from "../../support/rule";
import { readField, textOf } from "../../support/reading";
import { withoutChecks } from "../../support/unknown-values";
import { maxUsdPerHourProperty, usdText } from "../../support/worst-cost";

interface CostDirectPurchaseConfig {
  readonly maxUsdPerHour: number;
}

/** Read first, so that a value that is not known at preview is a finding. */
const guarded = ["instanceType", "instanceCount"] as const;

export const costDirectPurchase: ResourceRule<CostDirectPurchaseConfig> = {
  id: "cost-direct-purchase",
  title: "Accelerators that are bought without Karpenter are named, and stay below the ceiling.",
  why: "An instance, a fleet or a reservation is billed from its first minute, whether anything runs or not, and no limit of a pool counts it.",
  severity: "high",
  level: "mandatory",
  types: ["aws:*", "aws-native:*", "awsx:*", "eks:*"],
  guardedPaths: guarded.map((field) => [field]),
  config: { maxUsdPerHour: maxUsdPerHourProperty },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Every resource of AWS is searched for the name of an instance type with an accelerator under a key that ends in `instanceType` or `instanceTypes`: instances, launch templates, fleets, Auto Scaling groups, capacity reservations and blocks, of `aws` and of `aws-native`.",
    "What costs at most `maxUsdPerHour` is named as advisory; above it the finding is mandatory. The number of instances is the largest number under a key for a count, a size or a capacity; without one it is one.",
    "A Capacity Block that is bought by the id of its offering is named as advisory. Its type and its price are those of the offering, which the inputs do not have.",
    "Node groups are checked by acc-node-group. A launch template is the type of whatever uses it, so it counts as one instance.",
    "An `instanceType` or `instanceCount` that is not known at preview is a finding. Types deeper in a resource that are not known are not seen.",
  ],
  since: "0.1.0",
  check: ({ type, props, carrier }, { maxUsdPerHour }) => {
    if (nodeGroupTypes.includes(type) || carrier !== undefined) return [];
    for (const field of guarded) {
      const written = readField(props, field);
      if (written.kind === "present" && typeof written.value === "string") textOf(written);
    }
    const found = purchaseIn(withoutChecks(props));
    if (found === undefined) return offeringFindings(withoutChecks(props));
    const { path, name, usd, count } = found;
    const usdPerHour = usd * count;
    const isAbove = usdPerHour > maxUsdPerHour;
    const finding: Finding = {
      path,
      problem: isAbove
        ? "accelerators outside of Karpenter that cost more than the ceiling"
        : "accelerators outside of Karpenter",
      got: `${usdText(usdPerHour)} for ${count.toLocaleString("en-US")} ${name}`,
      expected: isAbove
        ? `at most ${usdText(maxUsdPerHour)}`
        : "a NodePool, or a purchase on purpose",
      fix: isAbove
        ? `lower the number of instances, or raise maxUsdPerHour in the pack's configuration`
        : `check that ${fieldText(path)} is meant; no limit, taint or budget of a pool applies to it`,
    };
    return [isAbove ? finding : { ...finding, level: "advisory" }];
  },
};

/**
 * The purchase of a Capacity Block names an offering, and neither a type nor a number of instances. It is paid in
 * advance, and cannot be cancelled: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-how.html
 */
function offeringFindings(props: unknown): readonly Finding[] {
  if (typeof props !== "object" || props === null) return [];
  return Object.keys(props)
    .filter((key) => /capacityBlock(Extension)?OfferingId$/i.test(key))
    .map((key) => ({
      path: [key],
      level: "advisory",
      problem: "a Capacity Block whose type and price are not known here",
      got: "the id of an offering",
      expected: "a purchase on purpose",
      because: "A Capacity Block is paid in advance, and cannot be cancelled.",
      fix: "read the type, the number of instances and the fee of the offering before the deployment",
    }));
}

interface Purchase {
  readonly path: FaultPath;
  readonly name: string;
  readonly usd: number;
  readonly count: number;
}

/** The most expensive accelerated type in the inputs of a resource, and the largest number of instances there. */
function purchaseIn(props: unknown): Purchase | undefined {
  let costliest: Omit<Purchase, "count"> | undefined;
  let count = 1;
  const visit = (value: unknown, path: FaultPath, key: string): void => {
    if (typeof value === "string" && /instance_?types?$/i.test(key)) {
      const type = instanceType(value);
      if (type === undefined || acceleratorOf(type) === undefined) return;
      const usd = type.onDemandUsdPerHour ?? 0;
      if (costliest === undefined || usd > costliest.usd) costliest = { path, name: value, usd };
    } else if (typeof value === "number" && /(count|size|capacity)$/i.test(key)) {
      if (!/volumesize$|(core|cpu|address|interface)count$/i.test(key))
        count = Math.max(count, value);
    } else if (Array.isArray(value)) {
      value.forEach((element: unknown, index) => {
        visit(element, [...path, index], key);
      });
    } else if (typeof value === "object" && value !== null) {
      for (const [name, field] of Object.entries(value)) visit(field, [...path, name], name);
    }
  };
  visit(props, [], "");
  return costliest === undefined ? undefined : { ...costliest, count };
}
