import { nodeClassSlotNames } from "../../components/node-pools/pool-names";
import { tierProfiles } from "../../components/node-pools/tier-profiles";
import { nodeTypeLabelKey } from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { isOwnName, ownNameText } from "../config/sections/own-names";
import { configuredTiers } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/** Kubernetes would refuse the object, or the label with its name on every node, after the cluster and Karpenter exist. */
export const ownTiersHaveNames = defineCheck(["tiers"], ({ tiers }) =>
  Object.keys(tiers).flatMap((name) => nameFaults(["tiers", name], name)),
);

export const ownNodeClassesHaveNames = defineCheck(["nodeClasses"], ({ nodeClasses }) =>
  Object.keys(nodeClasses).flatMap((name) => nameFaults(["nodeClasses", name], name)),
);

function nameFaults(path: ConfigFault["path"], name: string): readonly ConfigFault[] {
  if (isOwnName(name)) return [];
  return [
    { path, problem: "not a name", got: rendered(name), expected: ownNameText, fix: "rename it" },
  ];
}

/**
 * The nodes of an own tier have its name as their label `node-type`. With the label of another tier, the pods of one would land on
 * the nodes of the other.
 */
export const ownTiersHaveTheirOwnNodeType = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, tier, isOwn }) => {
    const other = Object.entries(tierProfiles).find(
      ([, { labels }]) => labels[nodeTypeLabelKey] === tier,
    );
    if (!isOwn || other === undefined) return [];
    return [
      {
        path: ["tiers", pool],
        problem: `its name is the ${nodeTypeLabelKey} of ${other[0]}`,
        got: rendered(pool),
        expected: "a name that no other tier's nodes have as their label",
        fix: "rename it, such as <team>-<name>",
      },
    ];
  }),
);

/** The same pods fit both slots of a tier, so both begin with the same profile. */
export const slotsBeginWithOneProfile = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, tier, isOwn, overrides }) => {
    const first = Object.hasOwn(tiers, tier) ? tiers[tier] : undefined;
    if (!isOwn || pool === tier || first === undefined || first.from === overrides.from) return [];
    return [
      {
        path: ["tiers", pool, "from"],
        problem: `not the profile of ${tier}, the other slot of the tier`,
        got: rendered(overrides.from),
        expected: first.from ?? "",
        fix: "set both to the same, or give the tier another name",
      },
    ];
  }),
);

/** Karpenter launches nothing for a pool whose class does not exist. */
export const nodeClassesExist = defineCheck(["tiers", "nodeClasses"], ({ tiers, nodeClasses }) =>
  configuredTiers(tiers).flatMap(({ pool, overrides: { nodeClass } }) => {
    if (nodeClass === undefined || known(nodeClasses).includes(nodeClass)) return [];
    return [
      {
        path: ["tiers", pool, "nodeClass"],
        problem: "no such node class",
        got: rendered(nodeClass),
        expected: `one of ${known(nodeClasses).join(", ")}`,
        fix: `correct it, or add nodeClasses.${nodeClass} with the key from`,
      },
    ];
  }),
);

function known(nodeClasses: PlatformConfig["nodeClasses"]): readonly string[] {
  return [...new Set<string>([...nodeClassSlotNames, ...Object.keys(nodeClasses)])];
}
