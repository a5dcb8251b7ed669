import { gpuNodeOs } from "../../components/shared/gpu-stack";
import { efaInterfacesOf } from "../../scheduling/catalogue/instance-catalogue";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { capacityTypesOf, nodeClassOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/** A stack may narrow a tier's capacity types and add `reserved`. It may not add Spot to a training tier. */
export const capacityTypesFitTheTier = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap(({ pool, profile, overrides }) => {
    const allowed = ["reserved", ...profile.capacityTypes];
    return (overrides.capacityTypes ?? []).flatMap((type, index, all) => {
      const repeated = all.indexOf(type) !== index;
      if (allowed.includes(type) && !repeated) return [];
      return [
        {
          path: ["tiers", pool, "capacityTypes", index],
          problem: repeated ? "named twice" : `not a capacity type of ${pool}`,
          got: rendered(type),
          expected: allowed.join(", "),
          fix: repeated ? "remove it" : "remove it, or use a tier that allows it",
        },
      ];
    });
  });
});

/** Karpenter finds reserved capacity only through the node class. Without a selector it never uses any. */
export const reservedHasSelector = defineCheck(
  ["tiers", "nodeClasses"],
  ({ tiers, nodeClasses }) => {
    return configuredTiers(tiers).flatMap((tier) => {
      const nodeClass = nodeClassOf(tier);
      if (!capacityTypesOf(tier, nodeClasses).includes("reserved")) return [];
      if (nodeClasses[nodeClass]?.capacityReservations !== undefined) return [];
      return [
        {
          path: ["tiers", tier.pool, "capacityTypes"],
          problem: `its node class ${nodeClass} selects no capacity reservation`,
          got: rendered(tier.overrides.capacityTypes),
          expected: "reserved only when the class selects reservations",
          fix: `add nodeClasses.${nodeClass}.capacityReservations, or remove reserved`,
        },
      ];
    });
  },
);

/** A cluster placement group is in one zone, so nodes of other zones cannot join it, whichever tier of the class they are of. */
export const placementGroupsHaveOneZone = defineCheck(
  ["tiers", "nodeClasses", "network"],
  (config) => {
    const tiers = configuredTiers(config.tiers);
    const zonesOf = ({ overrides }: ConfiguredTier) => overrides.zones ?? config.network.zones;
    return tiers.flatMap((tier) => {
      const nodeClass = nodeClassOf(tier);
      if (config.nodeClasses[nodeClass]?.placementGroup === undefined) return [];
      const zones = zonesOf(tier);
      const ofClass = tiers.filter((other) => nodeClassOf(other) === nodeClass);
      const all = [...new Set(ofClass.flatMap(zonesOf))].sort();
      if (all.length === 1) return [];
      const others = ofClass.filter(({ pool }) => pool !== tier.pool).map(({ pool }) => pool);
      const spansZones = new Set(zones).size > 1;
      return [
        {
          path: ["tiers", tier.pool, "zones"],
          problem: spansZones
            ? `its node class ${nodeClass} has a placement group`
            : `its node class ${nodeClass} has one placement group, and its tiers are in ${all.join(" and ")}`,
          got: rendered(zones),
          expected: spansZones ? "one zone" : `the same zone as ${others.join(" and ")}`,
          fix: `set zones to the one zone of the group, or remove nodeClasses.${nodeClass}.placementGroup`,
        },
      ];
    });
  },
);

/**
 * Ubuntu's EKS image has no EFA driver (docs/gpu-stack.md), so no node advertises an adapter. Karpenter never counts a node
 * for pods that request one as initialised, so it never removes the node, and the node is billed.
 */
export const efaHasADriver = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  if (gpuNodeOs(gpu.stack) !== "ubuntu") return [];
  return configuredTiers(tiers)
    .filter(({ profile, overrides }) => profile.accelerator === nvidiaGpuResource && overrides.efa)
    .map(({ pool }) => ({
      path: ["tiers", pool, "efa"],
      problem: `the image of gpu.stack ${gpu.stack} has no EFA driver`,
      got: "true",
      expected: "efa only with al2023-operator, al2023-device-plugin or bottlerocket-operator",
      fix: "remove efa, or choose another gpu.stack",
    }));
});

/**
 * Without the device plugin, pods cannot use the EFA interfaces that a class attaches. EC2 refuses to launch a type that has
 * fewer network cards than the class has interfaces.
 */
export const efaFitsTheTypes = defineCheck(
  ["gpu", "tiers", "nodeClasses"],
  ({ gpu, tiers, nodeClasses }) => {
    return configuredTiers(tiers, gpu).flatMap((tier) => {
      const { pool, overrides } = tier;
      const types = launchableByTier(tier);
      const nodeClass = nodeClassOf(tier);
      const wanted = nodeClasses[nodeClass]?.efaInterfaces ?? 0;
      const few = types.filter((type) => efaInterfacesOf(type) < wanted);
      return [
        ...(overrides.efa === true && types.length === 0
          ? [
              {
                path: ["tiers", pool, "efa"],
                problem:
                  "no type of the tier has an Elastic Fabric Adapter that Karpenter attaches",
                got: "true",
                expected: "a tier with such types",
                fix: "remove efa, or widen families and sizes",
              },
            ]
          : []),
        ...(wanted > 0 && overrides.efa !== true
          ? [
              {
                path: ["tiers", pool, "efa"],
                problem: `its node class ${nodeClass} attaches EFA interfaces`,
                got: rendered(overrides.efa),
                expected: "true",
                fix: `set tiers.${pool}.efa, or remove nodeClasses.${nodeClass}.efaInterfaces`,
              },
            ]
          : []),
        ...(overrides.efa === true && few.length > 0
          ? [
              {
                path: ["nodeClasses", nodeClass, "efaInterfaces"],
                problem: `too many for ${few.length} types of ${pool}, such as ${few[0]?.name ?? ""}`,
                got: String(wanted),
                expected: `at most ${Math.min(...few.map(efaInterfacesOf))}`,
                fix: "lower it, or narrow the tier with families and sizes",
              },
            ]
          : []),
      ];
    });
  },
);

/** The CRD refuses a weight for a static pool, and every limit except the number of nodes. */
export const staticPoolsArePlain = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers)
    .filter(({ overrides }) => overrides.replicas !== undefined)
    .flatMap((tier) => [
      ...withoutStatic(
        tier,
        "weight",
        "remove weight: Karpenter launches the nodes of a static pool without pods",
      ),
      ...(tier.overrides.retired === true
        ? withoutStatic(tier, "retired", "set replicas to 0 when its work has ended")
        : []),
      ...nodesLimitOfStatic(tier),
    ]);
});

function withoutStatic(
  { pool, overrides }: ConfiguredTier,
  key: "weight" | "retired",
  fix: string,
): readonly ConfigFault[] {
  if (overrides[key] === undefined) return [];
  return [
    {
      path: ["tiers", pool, key],
      problem: "not for a static pool",
      got: rendered(overrides[key]),
      expected: "no such key beside replicas",
      fix,
    },
  ];
}

function nodesLimitOfStatic({ pool, overrides }: ConfiguredTier): readonly ConfigFault[] {
  const { limits, replicas = 0 } = overrides;
  const other = Object.keys(limits ?? {}).filter((key) => key !== "nodes");
  const nodes = limits?.["nodes"];
  const tooFew = nodes !== undefined && Number(nodes) < replicas;
  if (other.length === 0 && !tooFew) return [];
  return [
    {
      path: ["tiers", pool, "limits"],
      problem: tooFew ? "fewer nodes than replicas" : "not for a static pool",
      got: rendered(limits),
      expected: `only nodes, ${replicas + 1} or more, so that drift can add a node before it removes one`,
      fix: "limit nodes, or remove limits",
    },
  ];
}

/**
 * Two open slots of a tier need different weights. With equal weights Karpenter takes them in descending order of their
 * names, so new work may go to either.
 */
export const slotsHaveTheirOwnWeight = defineCheck(["tiers"], ({ tiers }) => {
  const growing = configuredTiers(tiers).filter(
    ({ overrides }) => overrides.replicas === undefined && overrides.retired !== true,
  );
  return growing.flatMap((tier) => {
    const other = growing.find((slot) => slot.tier === tier.tier && slot.pool !== tier.pool);
    if (tier.pool === tier.tier || other === undefined) return [];
    const [weight, taken] = [tier, other].map(
      ({ overrides, profile }) => overrides.weight ?? profile.weight ?? 0,
    );
    if (weight !== taken) return [];
    return [
      {
        path: ["tiers", tier.pool, "weight"],
        problem: `same weight as ${other.pool}, the other slot of the tier`,
        got: String(weight),
        expected: "another weight, the higher one for the slot that gets new work",
        fix: `set the weight of ${tier.pool}, or retired: true for ${other.pool}`,
      },
    ];
  });
});
