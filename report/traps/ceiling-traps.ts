/** Where a pool's limits stop it early, late or not at all. */

import { parseQuantity } from "../../scheduling/values/quantity";
import type { PoolCeiling, Shortfall } from "../../scheduling/limits/ceilings";
import type { Trap } from "./trap";
import { amountOf, counted, listed } from "../../scheduling/values/wording";

export function ceilingTraps(ceiling: PoolCeiling): readonly Trap[] {
  const traps = [
    ["no-limits", withoutLimits(ceiling)],
    ["limits-admit-nothing", admitsNothing(ceiling)],
    ["limits-contradict", contradiction(ceiling)],
    ["limits-miss-types", unlimitedTypes(ceiling)],
    ["limit-in-other-resource", otherResource(ceiling)],
    ["types-above-limits", typesAboveLimits(ceiling)],
    ["static-above-limit", staticAboveLimit(ceiling)],
    ["one-round-is-short", shortRound(ceiling)],
  ] as const;
  return traps.flatMap(([id, text]) =>
    text === undefined ? [] : [{ id, pool: ceiling.pool, text }],
  );
}

/** The whole answer in one to three sentences. */
export function ceilingText(ceiling: PoolCeiling): string {
  const { replicas, types, most, fewest } = ceiling;
  if (types.length === 0) return "Launches nothing, so no limit matters.";
  if (replicas !== undefined) return `Static: ${counted(replicas, "node")}, whatever the load.`;
  const endless = withoutLimits(ceiling) ?? admitsNothing(ceiling);
  if (endless !== undefined) return endless;
  if (most === undefined || fewest === undefined) {
    return unlimitedTypes(ceiling) ?? "No limit counts what its types have.";
  }
  const endlessTypes = unlimitedTypes(ceiling);
  const parts = [
    `Reaches ${range(ceiling, fewest, most)}.`,
    ...(endlessTypes === undefined ? [] : [endlessTypes]),
  ];
  const { round } = ceiling;
  if (round !== undefined) {
    parts.push(
      `In one scheduling round Karpenter opens at most ${counted(round.nodes, "node")} for pods that share none and take any type, because it books each at the largest type.`,
    );
  }
  return parts.join(" ");
}

/** `8 of 100 GPUs on p5.48xlarge because memory binds`, one part per limit that binds early. */
export function shortfallText(ceiling: PoolCeiling): string {
  return ceiling.shortfalls
    .map((shortfall, index) => shortfallPart(ceiling, shortfall, index > 0))
    .join(", ");
}

function shortfallPart(
  { deviceLimit, resource = "" }: PoolCeiling,
  { example, binding }: Shortfall,
  isShort: boolean,
): string {
  const limit =
    deviceLimit === undefined || isShort
      ? ""
      : ` of ${deviceLimit.toLocaleString("en-US")} ${nounOf(resource)}`;
  return `${example.devices}${limit} on ${example.type} because ${binding} binds`;
}

function withoutLimits({ limits, replicas, types }: PoolCeiling): string | undefined {
  if (replicas !== undefined || types.length === 0 || Object.keys(limits).length > 0) {
    return undefined;
  }
  return "Has no limits: it grows for as long as pods wait and EC2 delivers.";
}

function admitsNothing({ shut, types, limits }: PoolCeiling): string | undefined {
  if (types.length === 0 || shut.length < types.length) return undefined;
  const [smallest] = types;
  const binding = smallest?.binding ?? "";
  const limit = Object.hasOwn(limits, binding) ? `${binding}: ${limits[binding]}` : binding;
  return `Its limits admit no node of any of its ${counted(types.length, "type")}: ${limit} is below the smallest.`;
}

function contradiction(ceiling: PoolCeiling): string | undefined {
  const { shortfalls, reaching, types, shut, deviceLimit, fewest } = ceiling;
  if (shortfalls.length === 0 || fewest === undefined || shut.length === types.length) {
    return undefined;
  }
  const reach =
    reaching === 0
      ? "no type reaches it"
      : `${reaching} of ${counted(types.length, "type")} ${reaching === 1 ? "reaches" : "reach"} it`;
  const noun = nounOf(ceiling.resource ?? "");
  return `Limits contradict each other: ${shortfallText(ceiling)}. The limit is ${deviceLimit ?? 0} ${noun}, ${reach}, and the least is ${fewest.devices ?? 0} on ${fewest.type}.`;
}

function unlimitedTypes({ unbounded, limits, types }: PoolCeiling): string | undefined {
  const limited = Object.keys(limits);
  if (unbounded.length === 0 || limited.length === 0) return undefined;
  return `No limit stops ${listed(unbounded)} (${unbounded.length} of ${counted(types.length, "type")}): the limits count ${limited.join(" and ")}, of which they have none.`;
}

function otherResource(ceiling: PoolCeiling): string | undefined {
  const { resource, deviceLimit, limits, most, replicas } = ceiling;
  const limited = Object.keys(limits);
  if (resource === undefined || deviceLimit !== undefined || replicas !== undefined) {
    return undefined;
  }
  if (limited.length === 0 || most?.devices === undefined) return undefined;
  return `Has no limit in ${resource}: ${limited.join(" and ")} alone ${limited.length === 1 ? "lets" : "let"} it reach ${most.devices.toLocaleString("en-US")} on ${most.type}.`;
}

/** Only of accelerated pools: others have hundreds of types, and the largest surprise nobody. */
function typesAboveLimits(ceiling: PoolCeiling): string | undefined {
  const { shut, types, limits, replicas, resource } = ceiling;
  if (replicas !== undefined || resource === undefined) return undefined;
  if (shut.length === 0 || shut.length === types.length) return undefined;
  const bindings = new Set(
    types.filter(({ nodes }) => nodes === 0).map(({ binding }) => binding ?? ""),
  );
  const named = [...bindings].map((resource) => `${resource}: ${String(limits[resource])}`);
  return `${shut.length} of its ${counted(types.length, "type")} can never be launched, because one node exceeds ${named.join(" or ")}: ${listed(shut)}.`;
}

function staticAboveLimit({ replicas, limits }: PoolCeiling): string | undefined {
  const limit = limits["nodes"];
  const nodes = limit === undefined ? undefined : parseQuantity(limit);
  if (replicas === undefined || nodes === undefined || nodes > replicas) return undefined;
  return nodes < replicas
    ? `Asks for ${counted(replicas, "node")} and limits itself to ${nodes}.`
    : `Asks for ${counted(replicas, "node")} and is limited to as many, so a drifted node has no room for its replacement.`;
}

/** Told only of devices, and where it makes a difference: a quarter of what the limits admit, or less. */
function shortRound({ round, most, resource }: PoolCeiling): string | undefined {
  const nodes = most?.nodes;
  if (round === undefined || nodes === undefined || resource === undefined) return undefined;
  if (round.nodes * 4 > nodes) return undefined;
  const booked = Object.entries(round.booked)
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => `${amountOf(name, amount)} ${name === resource ? nounOf(name) : name}`)
    .join(", ");
  return `Of the ${nodes.toLocaleString("en-US")} ${most?.type ?? ""} that the limits admit, Karpenter opens at most ${round.nodes} in one scheduling round for pods that share no node and take any type, because it books each at the largest type (${booked}); the rest follows round by round.`;
}

function range(
  { resource, types, deviceLimit }: PoolCeiling,
  fewest: NonNullable<PoolCeiling["fewest"]>,
  most: NonNullable<PoolCeiling["most"]>,
): string {
  const noun =
    resource === undefined
      ? fewest.nodes === 1
        ? "node"
        : "nodes"
      : nounOf(resource, deviceLimit ?? fewest.devices);
  const size = (ceiling: typeof most) =>
    ((resource === undefined ? ceiling.nodes : ceiling.devices) ?? 0).toLocaleString("en-US");
  const of = deviceLimit === undefined ? "" : ` of ${deviceLimit.toLocaleString("en-US")}`;
  const because = ({ binding }: typeof most) => (binding === undefined ? "" : `, ${binding} binds`);
  if (size(fewest) === size(most)) {
    const each = types.length === 1 ? ` on ${most.type}` : " on any type that a limit stops";
    return `${size(most)}${of} ${noun}${each}${because(most)}`;
  }
  return `${size(fewest)}${of} ${noun} on ${fewest.type} (${fewest.binding ?? ""} binds) to ${size(most)} on ${most.type} (${most.binding ?? ""} binds)`;
}

/** What people call that many devices of a resource. */
function nounOf(resource: string, count?: number): string {
  const noun = resource.endsWith("/gpu") ? "GPU" : "Neuron device";
  if (noun !== "GPU" && !resource.includes("neuron")) return resource;
  return count === 1 ? noun : `${noun}s`;
}
