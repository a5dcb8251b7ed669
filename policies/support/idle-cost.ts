import { catalogueSource } from "../../scheduling/catalogue/instance-catalogue";
import { launchOf } from "./launch";
import { optionally } from "./message";
import type { NodePool } from "./node-pool";

/** What an idle node of the pool costs at worst, as a sentence; empty where no price is known. */
export function idleCost(pool: NodePool): string {
  const types = optionally(() => launchOf(pool).types) ?? [];
  let dearest: { readonly name: string; readonly usd: number } | undefined;
  for (const { name, onDemandUsdPerHour: usd } of types) {
    if (usd !== undefined && usd > (dearest?.usd ?? 0)) dearest = { name, usd };
  }
  if (dearest === undefined) return "An idle node costs as much as a busy one.";
  return `An idle ${dearest.name} costs $${dearest.usd.toFixed(2)} an hour on demand (us-east-1, ${catalogueSource.date}).`;
}
