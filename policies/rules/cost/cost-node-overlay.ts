import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import type { InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementFaults } from "../../../scheduling/requirements/requirement-faults";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import type { NodeSelectorRequirement } from "../../../scheduling/requirements/requirements";
import { nodePoolLabelKey } from "../../../scheduling/requirements/labels";
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
}

const requirementsPath = ["spec", "requirements"];
const pricePath = ["spec", "price"];
const adjustmentPath = ["spec", "priceAdjustment"];
const capacityPath = ["spec", "capacity"];

export const costNodeOverlay: ResourceRule<CostNodeOverlayConfig> = {
  id: "cost-node-overlay",
  title: "A NodeOverlay does not make dear types look cheap, and invents no devices.",
  why: "Karpenter launches the type that looks cheapest. With a price of $0.01 for p5.48xlarge every pod with one GPU gets eight H100.",
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
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "The types are those of the catalogue that meet `spec.requirements`. A requirement on `karpenter.sh/nodepool` restricts pools and no types.",
    "`price` and `priceAdjustment` leave each type at least `100 - maxDiscountPercent` percent of its on-demand price in us-east-1.",
    "`capacity` adds extended resources, such as shares of a GPU, only to types with an accelerator. A node without the devices that it was launched for is billed, and its pods wait.",
  ],
  since: "0.1.0",
  check: (resource, { maxDiscountPercent }) => {
    const read = typesOf(resource);
    if (read.faults.length > 0) return read.faults;
    return [
      ...priceFindings(resource, read.types, maxDiscountPercent),
      ...capacityFindings(resource, read.types),
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
  maxDiscountPercent: number,
): readonly Finding[] {
  return [pricePath, adjustmentPath].flatMap((path) => {
    const text = textOf(fieldOf(resource, path));
    if (text.kind === "misshapen") return [shapeFinding(text)];
    if (text.kind === "absent") return [];
    const least = 1 - maxDiscountPercent / 100;
    const cheap = types.filter(({ onDemandUsdPerHour: usd }) => {
      const price = usd === undefined ? undefined : priceOf(text.value, usd);
      return usd !== undefined && !(price !== undefined && price >= usd * least);
    });
    if (cheap.length === 0) return [];
    return [
      {
        path,
        problem: "a price that makes types look cheaper than they can be",
        got: `${quoted(text.value)} for ${formatTypes(cheap, "")}`,
        expected: `at least ${100 - maxDiscountPercent} % of the on-demand price`,
        fix: "write what the types cost you, one overlay for each group of types with one price",
      },
    ];
  });
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
  if (capacity.kind === "absent") return [];
  const added = Object.keys(capacity.value).filter(
    (name) => name.includes("/") && !["0", 0].includes(capacity.value[name] as string | number),
  );
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
