import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import type { InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementFaults } from "../../../scheduling/requirements/requirement-faults";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import type { NodeSelectorRequirement } from "../../../scheduling/requirements/requirements";
import { nodePoolLabelKey } from "../../../scheduling/requirements/labels";
import { parseQuantity } from "../../../scheduling/values/quantity";
import { nodeOverlayType } from "../../support/karpenter-kinds";
import { formatTypes } from "../../support/launch";
import { modelFinding } from "../../support/model-finding";
import { quoted } from "../../support/quoted";
import {
  fieldOf,
  misshapen,
  plainCopy,
  recordOf,
  shapeFinding,
  textOf,
} from "../../support/reading";
import type { Finding, ResourceRule, ResourceView } from "../../support/rule";

interface CostNodeOverlayConfig {
  readonly maxDiscountPercent: number;
  readonly maxSurchargePercent: number;
  readonly maxSharesPerDevice: number;
}

const requirementsPath = ["spec", "requirements"];
const pricePath = ["spec", "price"];
const adjustmentPath = ["spec", "priceAdjustment"];
const capacityPath = ["spec", "capacity"];

export const costNodeOverlay: ResourceRule<CostNodeOverlayConfig> = {
  id: "cost-node-overlay",
  title:
    "A NodeOverlay does not make expensive types look like the cheapest, and invents no devices.",
  why: "Karpenter launches the type that looks cheapest. With a price of $0.01 for p5.48xlarge, or of $400 for everything else, every pod with one GPU gets eight H100.",
  severity: "high",
  level: "mandatory",
  types: [nodeOverlayType],
  guardedPaths: [requirementsPath, pricePath, adjustmentPath, capacityPath],
  config: {
    maxDiscountPercent: {
      default: 75,
      description:
        "Most that an overlay may take off the on-demand price of a type, in percent. The largest savings plans of EC2 give about 72 %.",
      schema: { type: "number", minimum: 0, maximum: 99 },
      strictness: { measure: (percent) => -percent, floors: { anywhere: 95, production: 80 } },
    },
    maxSurchargePercent: {
      default: 100,
      description:
        "Most that an overlay may add to the on-demand price of a type, in percent. It leaves room for the prices of other regions and for licences.",
      schema: { type: "number", minimum: 0, maximum: 1000 },
      strictness: {
        measure: (percent) => -percent,
        floors: { anywhere: 400, production: 200, staging: 300 },
      },
    },
    maxSharesPerDevice: {
      default: 48,
      description:
        "Most units of an extended resource that an overlay may add for each device of a node. 48 clients may share a GPU by MPS.",
      schema: { type: "integer", minimum: 1, maximum: 1000 },
      strictness: {
        measure: (shares) => -shares,
        floors: { anywhere: 200, production: 100, staging: 100 },
      },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "The types are those of the catalogue that meet `spec.requirements`. A requirement on `karpenter.sh/nodepool` restricts pools and no types.",
    "`price` and `priceAdjustment` leave each type at least `100 - maxDiscountPercent` percent and at most `100 + maxSurchargePercent` percent of its on-demand price in us-east-1. Where the cheap types look dear, Karpenter launches the others.",
    "`capacity` adds extended resources, such as shares of a GPU, only to types with an accelerator. A node without the devices that it was launched for is billed, and its pods wait.",
    "`capacity` adds at most `maxSharesPerDevice` units of each extended resource for each device of the type. With more, every pod of the cluster fits on one node of the simulation, and all of them share it.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const read = typesOf(resource);
    if (read.faults.length > 0) return read.faults;
    return [
      ...priceFindings(resource, read.types, config),
      ...capacityFindings(resource, read.types),
      ...shareFindings(resource, read.types, config.maxSharesPerDevice),
    ];
  },
};

function typesOf(resource: ResourceView): {
  readonly types: readonly InstanceType[];
  readonly faults: readonly Finding[];
} {
  const reading = fieldOf(resource, requirementsPath);
  if (reading.kind === "misshapen") return { types: [], faults: [shapeFinding(reading)] };
  const copy = reading.kind === "present" ? plainCopy(reading.value, requirementsPath) : [];
  if (!Array.isArray(copy)) {
    return { types: [], faults: [shapeFinding(misshapen(requirementsPath, copy, "a list"))] };
  }
  const own = copy.filter((one: unknown) => keyOf(one) !== nodePoolLabelKey) as unknown[];
  const faults = requirementFaults(own).map((fault) => modelFinding(requirementsPath, fault, own));
  if (faults.length > 0) return { types: [], faults };
  return {
    types: launchableTypes(requirementsOf(own as readonly NodeSelectorRequirement[])),
    faults: [],
  };
}

function keyOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "key" in value ? value.key : undefined;
}

function priceFindings(
  resource: ResourceView,
  types: readonly InstanceType[],
  { maxDiscountPercent, maxSurchargePercent }: CostNodeOverlayConfig,
): readonly Finding[] {
  return [pricePath, adjustmentPath].flatMap((path): readonly Finding[] => {
    const text = textOf(fieldOf(resource, path));
    if (text.kind === "misshapen") return [shapeFinding(text)];
    if (text.kind === "absent") return [];
    const least = 100 - maxDiscountPercent;
    const most = 100 + maxSurchargePercent;
    const fix = "write what the types cost you, one overlay for each group of types with one price";
    // A price that Karpenter cannot read is one that is too low.
    const cheap = types.filter((type) => (percentOf(text.value, type) ?? 0) < least);
    const dear = types.filter((type) => (percentOf(text.value, type) ?? 0) > most);
    if (cheap.length > 0) {
      return [
        {
          path,
          problem: "a price that makes types look cheaper than they can be",
          got: `${quoted(text.value)} for ${formatTypes(cheap, "")}`,
          expected: `at least ${least} % of the on-demand price`,
          fix,
        },
      ];
    }
    if (dear.length === 0) return [];
    return [
      {
        path,
        problem: "a price that makes types look more expensive than they can be",
        got: `${quoted(text.value)} for ${formatTypes(dear, "")}`,
        expected: `at most ${most} % of the on-demand price`,
        because: "Karpenter then launches other types, which cost more than these.",
        fix,
      },
    ];
  });
}

/** The price of a type under an overlay, in percent of its own; 100 for a type whose price is not known. */
function percentOf(text: string, { onDemandUsdPerHour: usd }: InstanceType): number | undefined {
  if (usd === undefined) return 100;
  const price = priceOf(text, usd);
  // Rounded, so that +100% of 0.8 is 200 % and not a little more.
  return price === undefined ? undefined : Math.round((price / usd) * 1e6) / 1e4;
}

/** The price of a type under an overlay: `1.5`, `+0.1`, `-10%`. Undefined for what Karpenter cannot read. */
function priceOf(text: string, usd: number): number | undefined {
  const [, sign, digits, percent] = /^([+-]?)(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const amount = Number(digits);
  if (percent === "%") return usd * (1 + (sign === "-" ? -amount : amount) / 100);
  if (sign === "-") return usd - amount;
  return sign === "+" ? usd + amount : amount;
}

function capacityFindings(
  resource: ResourceView,
  types: readonly InstanceType[],
): readonly Finding[] {
  const capacity = recordOf(fieldOf(resource, capacityPath));
  if (capacity.kind === "misshapen") return [shapeFinding(capacity)];
  const added = addedTo(resource).map(({ name }) => name);
  const without = types.filter((type) => acceleratorOf(type) === undefined);
  if (added.length === 0 || without.length === 0) return [];
  return [
    {
      path: capacityPath,
      problem: "devices on types that have no accelerator",
      got: `${added.map(quoted).join(", ")} on ${formatTypes(without, "")}`,
      expected: "extended resources only on types with an accelerator",
      because:
        "Karpenter launches such a node for a pod that waits for the device. The node never has it, is never ready, and is billed.",
      fix: "restrict spec.requirements to types with the devices, or remove the resource from spec.capacity",
    },
  ];
}

function shareFindings(
  resource: ResourceView,
  types: readonly InstanceType[],
  maxSharesPerDevice: number,
): readonly Finding[] {
  return addedTo(resource).flatMap(({ name, amount }): readonly Finding[] => {
    const shared = types.filter((type) => {
      const accelerator = acceleratorOf(type);
      // A fraction of a GPU is one device, and Karpenter counts none.
      return (
        accelerator !== undefined && amount > maxSharesPerDevice * Math.max(1, accelerator.count)
      );
    });
    if (shared.length === 0) return [];
    return [
      {
        path: capacityPath,
        problem: "more shares than a device can have",
        got: `${amount.toLocaleString("en-US")} of ${quoted(name)} on ${formatTypes(shared, "")}`,
        expected: `at most ${maxSharesPerDevice} for each device of the type`,
        because:
          "Karpenter plans so many pods for one node. They wait there, or all of them share its devices.",
        fix: "write what the device plugin reports on a node of the type, one overlay for each number of devices",
      },
    ];
  });
}

/** Extended resources that the overlay adds. An amount that Karpenter cannot read counts as no bound. */
function addedTo(
  resource: ResourceView,
): readonly { readonly name: string; readonly amount: number }[] {
  const capacity = recordOf(fieldOf(resource, capacityPath));
  if (capacity.kind !== "present") return [];
  return Object.keys(capacity.value)
    .filter((name) => name.includes("/"))
    .map((name) => ({ name, amount: amountOf(capacity.value[name]) }))
    .filter(({ amount }) => amount !== 0);
}

function amountOf(value: unknown): number {
  if (typeof value !== "string" && typeof value !== "number") return Infinity;
  return parseQuantity(String(value)) ?? Infinity;
}
