/** What the types, zones and capacity types of a pool hide. */

import { capacityTypeLabelKey } from "../../scheduling/requirements/labels";
import type { NodePool } from "../../scheduling/node-pool/node-pool";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { gpuTaintKey } from "../../scheduling/taints/taints";
import { familiesOf } from "../../scheduling/launchable/families";
import type {
  LaunchableOfferings,
  LaunchableType,
} from "../answers/launchable/launchable-offerings";
import type { Trap } from "./trap";
import { counted, listed } from "../../scheduling/values/wording";

type TrapSource = Pick<NodePool, "name" | "requirements" | "taints" | "limits">;

/** @param answer what `launchableOfferings` says of the pool */
export function launchableTraps(pool: TrapSource, answer: LaunchableOfferings): readonly Trap[] {
  const nothing = nothingLaunched(answer);
  const traps = [
    ["launches-nothing", nothing],
    ["unknown-instance-names", unknownNames(answer)],
    ["not-offered-in-region", nothing === undefined ? notOffered(answer) : undefined],
    ["min-values-shortfall", nothing === undefined ? tooFewValues(answer) : undefined],
    ["no-whole-gpu", withoutWholeGpu(answer)],
    ["amd-gpu", amdGpus(pool, answer)],
    ["arm64-gpu", arm64Gpus(answer)],
    ["uncounted-accelerator", uncounted(answer)],
    ["two-architectures", twoArchitectures(answer)],
    ["capacity-type-order", capacityTypeOrder(pool, answer)],
    ["zones-decide", zonesDecide(answer)],
    ["zone-offers-little", poorZones(answer)],
  ] as const;
  return traps.flatMap(([id, text]) => (text === undefined ? [] : [{ id, pool: pool.name, text }]));
}

/** Why the pool launches nothing in the place, or undefined where it launches something. */
export function nothingLaunched(answer: LaunchableOfferings): string | undefined {
  if (answer.types.length > 0) return undefined;
  if (answer.refusedKeys.length > 0) {
    return `Launches nothing, because the pool is refused: ${answer.refusedKeys.join("; ")}.`;
  }
  if (answer.placeExcludedBy !== undefined) {
    return `Launches nothing: ${answer.placeExcludedBy} leaves no zone in ${answer.region}.`;
  }
  if (answer.notOffered.length > 0) return noneOffered(answer);
  const [strictest] = answer.exclusions;
  const decisive = answer.exclusions.find(({ alone }) => alone > 0);
  const why =
    decisive !== undefined
      ? `without ${decisive.requirement} it would launch ${counted(decisive.alone, "type")}`
      : `no type meets all of ${listed(
          answer.exclusions.map(({ requirement }) => requirement),
          5,
        )}`;
  if (strictest === undefined) return "Launches nothing.";
  return `Launches nothing: of ${counted(answer.catalogue.types, "type")} none is left; ${why}.`;
}

function noneOffered({ notOffered: types, region, zoneNames }: LaunchableOfferings): string {
  const zones = zoneNames.length === 0 ? "no zone" : `none of ${zoneNames.join(", ")}`;
  return `Launches nothing: ${listed(types)} would do, and ${zones} in ${region} offers ${types.length === 1 ? "it" : "any of them"}.`;
}

function unknownNames({ unknownNames: names }: LaunchableOfferings): string | undefined {
  if (names.length === 0) return undefined;
  return `Names what no instance type has: ${listed(names)}.`;
}

/** Only where whole families are missing: a single missing size surprises nobody. */
function notOffered({ notOffered: names, types, region }: LaunchableOfferings): string | undefined {
  const launched = familiesOf(types);
  const missing = familiesOf(names.map((name) => ({ name }))).filter(
    (family) => !launched.includes(family),
  );
  const accelerated = missing.filter((family) => /^(p|g|gr|trn|inf|dl)\d/.test(family));
  if (accelerated.length === 0) return undefined;
  return `${listed(accelerated, 6)} would do, and the pool's zones in ${region} do not offer ${accelerated.length === 1 ? "it" : "them"}.`;
}

function tooFewValues({ minValuesShortfalls: shortfalls }: LaunchableOfferings) {
  const [first] = shortfalls;
  if (first === undefined) return undefined;
  return `Launches nothing while Karpenter's minValuesPolicy is Strict, its default: minValues asks for ${first.minValues} values of ${first.key}, and the types have ${first.offered}.`;
}

function withoutWholeGpu({ types }: LaunchableOfferings): string | undefined {
  const fractional = types.filter(
    ({ accelerator }) => accelerator?.kind === "nvidia" && accelerator.devices === 0,
  );
  if (fractional.length === 0) return undefined;
  const families = familiesOf(fractional).join(" and ");
  return `${families} (${listed(names(fractional), 4)}) ${fractional.length === 1 ? "has" : "have"} no whole GPU: a pod that requests ${nvidiaGpuResource} never fits there, and no limit on ${nvidiaGpuResource} counts them.`;
}

/** Only where the pool is about NVIDIA: by its taint, its limit, or the other types that it launches. */
function amdGpus(pool: TrapSource, { types }: LaunchableOfferings): string | undefined {
  const amd = types.filter(({ accelerator }) => accelerator?.kind === "amd");
  const isNvidia =
    types.some(({ accelerator }) => accelerator?.kind === "nvidia") ||
    pool.taints.some(({ key }) => key === gpuTaintKey) ||
    Object.hasOwn(pool.limits, nvidiaGpuResource);
  if (amd.length === 0 || !isNvidia) return undefined;
  return `${listed(familiesOf(amd))} (${counted(amd.length, "type")}) has AMD GPUs: NVIDIA's driver does not drive them, no pod that requests ${nvidiaGpuResource} fits there, and no limit on ${nvidiaGpuResource} counts them.`;
}

function arm64Gpus({ types }: LaunchableOfferings): string | undefined {
  const arm = types.filter(({ arch, accelerator }) => arch === "arm64" && accelerator);
  if (arm.length === 0 || !types.some(({ arch }) => arch === "amd64")) return undefined;
  return `${listed(familiesOf(arm))} (${counted(arm.length, "type")}) has arm64 processors beside its GPUs: an image built for amd64 alone does not start there.`;
}

function uncounted({ types }: LaunchableOfferings): string | undefined {
  const cards = types.filter(({ accelerator }) => accelerator?.resource === "");
  if (cards.length === 0) return undefined;
  return `${listed(names(cards))} has Qualcomm accelerators, which Karpenter does not count: no pod can request them and no limit stops them.`;
}

/** For pools without accelerators; those with are told of their arm64 types by name. */
function twoArchitectures({ types }: LaunchableOfferings): string | undefined {
  const arm = types.filter(({ arch }) => arch === "arm64");
  if (arm.length === 0 || arm.length === types.length) return undefined;
  if (types.some(({ accelerator }) => accelerator !== undefined)) return undefined;
  return `Launches arm64 (${counted(arm.length, "type")}) beside amd64 (${types.length - arm.length}): an image for one of them alone does not start on the other.`;
}

function capacityTypeOrder(
  { requirements }: TrapSource,
  { capacityTypes }: LaunchableOfferings,
): string | undefined {
  if (capacityTypes.length < 2) return undefined;
  const written = requirements.find(
    ({ key, operator }) => key === capacityTypeLabelKey && operator === "In",
  )?.values;
  const order = capacityTypes.join(" before ");
  if (written === undefined) {
    return `Names no capacity type, so Karpenter takes ${order}, by what is available.`;
  }
  return `The order in which capacity types are written means nothing: Karpenter takes ${order}, by what is available.`;
}

/** Where the account's mapping of names to ids decides whether the pool launches anything. */
function zonesDecide(answer: LaunchableOfferings): string | undefined {
  const { types, zones, zoneNames, zoneIdsAreKnown, regionIsKnown, region } = answer;
  if (zoneIdsAreKnown || !regionIsKnown || types.length === 0) return undefined;
  const offering = zones.filter((zone) => zone.types > 0);
  // So many ids offer nothing that all of the pool's zones may be among them.
  if (zones.length - offering.length < zoneNames.length) return undefined;
  const ids = offering.map(({ zoneId }) => zoneId);
  return `May launch nothing: of ${region}'s ${zones.length} zone ids only ${listed(ids, 4)} ${ids.length === 1 ? "offers" : "offer"} any of its types, and whether one of the pool's ${counted(zoneNames.length, "zone")} is among them differs by account.`;
}

/**
 * Zones that offer less than half of the types; by zone id, because a name is another zone in each
 * account. Zones that offer nothing are not told where `zonesDecide` names all that do offer something.
 */
function poorZones(answer: LaunchableOfferings): string | undefined {
  const { zones, types, zoneIdsAreKnown, region } = answer;
  if (!types.some(({ accelerator }) => accelerator !== undefined)) return undefined;
  const decisive = zonesDecide(answer) !== undefined;
  const poor = zones.filter(({ types: count }) => count * 2 < types.length);
  const empty = decisive ? [] : poor.filter(({ types: count }) => count === 0);
  const few = poor.filter(({ types: count }) => count > 0);
  const all = `of the pool's ${counted(types.length, "type")}`;
  const offer = `${empty.length === 1 ? "offers" : "offer"} none ${all}`;
  const parts = [
    ...(empty.length === 0 ? [] : [`${listed(empty.map(zoneName), empty.length)} ${offer}`]),
    ...few.map(
      (zone) => `${zoneName(zone)} offers ${listed(zone.families, 4)} only, ${zone.types} ${all}`,
    ),
  ];
  if (parts.length === 0) return undefined;
  const offers = `${parts.join("; ")}.`;
  if (zoneIdsAreKnown) return offers;
  return `${offers} Which of ${region}'s ${counted(zones.length, "zone id")} the pool's zones are differs by account.`;
}

function zoneName({ zoneId, name }: LaunchableOfferings["zones"][number]): string {
  return name === undefined || name === zoneId ? zoneId : `${name} (${zoneId})`;
}

function names(types: readonly LaunchableType[]): readonly string[] {
  return types.map(({ name }) => name);
}
