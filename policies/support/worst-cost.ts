import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { roomFor } from "../../scheduling/node-pool/pool-limits";
import { launchOf } from "./launch";
import { readLimits } from "./limits";
import { annotation, isStatic, replicasPath } from "./node-pool";
import type { NodePool } from "./node-pool";
import { fieldOf } from "./reading";
import { retiredAnnotationKey } from "../../scheduling/node-pool/pool-limits";
import type { ConfigProperty } from "./rule";

/** The most that nodes of one type cost an hour, at on-demand prices of us-east-1. */
export interface WorstCost {
  readonly type: string;
  /** Infinity where nothing limits the nodes of the type. */
  readonly nodes: number;
  readonly usdPerHour: number;
}

/** The dearest of the types of which a pool may launch as many as its limits allow; undefined where no price is known. */
export function worstCostOf(pool: NodePool): WorstCost | undefined {
  const retired = annotation(pool, retiredAnnotationKey);
  if (retired.kind === "present" && retired.value === "true") return undefined;
  const { amounts } = readLimits(pool);
  const limits = Object.fromEntries(
    [...amounts].map(([resource, amount]) => [resource, whole(amount)]),
  );
  const replicas = replicasOf(pool);
  return dearest(launchOf(pool).types, (type) =>
    replicas === undefined
      ? roomFor(type, limits).nodes
      : Math.max(replicas, amounts.get("nodes") ?? 0),
  );
}

/** The dearest of some types by how many nodes there may be of each. */
export function dearest(
  types: readonly InstanceType[],
  nodesOf: (type: InstanceType) => number,
): WorstCost | undefined {
  let worst: WorstCost | undefined;
  for (const type of types) {
    const { onDemandUsdPerHour: usd } = type;
    if (usd === undefined) continue;
    const nodes = nodesOf(type);
    const usdPerHour = nodes * usd;
    if (worst === undefined || usdPerHour > worst.usdPerHour) {
      worst = { type: type.name, nodes, usdPerHour };
    }
  }
  return worst;
}

/** Limits that the model reads: a number above the safe integers is as good as none. */
function whole(amount: number): string | number {
  if (Number.isSafeInteger(amount)) return amount;
  return amount > Number.MAX_SAFE_INTEGER
    ? Number.MAX_SAFE_INTEGER
    : `${Math.round(amount * 1000)}m`;
}

function replicasOf(pool: NodePool): number | undefined {
  if (!isStatic(pool)) return undefined;
  const reading = fieldOf(pool, replicasPath);
  const { value } = reading.kind === "present" ? reading : { value: 0 };
  return typeof value === "number" ? value : 0;
}

/** The property of the most that one pool or node group may cost, the same in each rule that has it. */
export const maxUsdPerHourProperty: ConfigProperty<number> = {
  default: 2000,
  description:
    "Most that one pool or node group may cost in an hour, at on-demand prices of us-east-1, when all its nodes are of the dearest type that its limits allow.",
  schema: { type: "number", exclusiveMinimum: 0, maximum: 100000 },
  strictness: {
    measure: (usd) => -usd,
    floors: { anywhere: 100000, production: 20000, staging: 5000, dev: 2000, workshop: 2000 },
  },
};

/** `$4,400 an hour`. */
export function usdText(usd: number): string {
  return Number.isFinite(usd)
    ? `$${Math.round(usd).toLocaleString("en-US")} an hour`
    : "no upper bound";
}
