/** What the types of a pool offer, in the form that the embedded Karpenter reads. */

import { instanceTypes, type InstanceType } from "../catalogue/instance-catalogue";
import { allocatableUnder } from "./allocatable-of-class";
import type { Ec2NodeClass } from "./ec2-node-class";

/** Quantities by type; `*` has those of all types without an entry of their own. */
export type TypeResources = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the EC2NodeClass of a pool changes; undefined where every type offers what the catalogue says. */
export function resourcesUnder(nodeClass: Ec2NodeClass): TypeResources | undefined {
  return typeResources((type) => quantities(allocatableUnder(nodeClass, type)));
}

function typeResources(
  offeredBy: (type: InstanceType) => Readonly<Record<string, string>>,
): TypeResources | undefined {
  const byType = instanceTypes().map((type) => ({
    name: type.name,
    offered: JSON.stringify(offeredBy(type)),
  }));
  const counts = new Map<string, number>();
  for (const { offered } of byType) counts.set(offered, (counts.get(offered) ?? 0) + 1);
  const [usual = "{}"] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  if (counts.size <= 1 && usual === "{}") return undefined;
  const others = byType.filter(({ offered }) => offered !== usual);
  return Object.fromEntries(
    [{ name: "*", offered: usual }, ...others].map(({ name, offered }) => [
      name,
      JSON.parse(offered) as Readonly<Record<string, string>>,
    ]),
  );
}

/** Cores may be fractions, everything else is whole. */
function quantities(differences: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(differences).map(([resource, amount]) => [
      resource,
      resource === "cpu" ? `${Math.floor(amount * 1000)}m` : String(Math.floor(amount)),
    ]),
  );
}
