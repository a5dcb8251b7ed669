import { fleetPartOf, objectName, type FleetPart } from "./fleet-part";
import type { PlannedChange } from "./plan";

/** A change of a resource that nodes depend on. */
export interface FleetChange extends PlannedChange {
  readonly part: FleetPart;
  /** Name in the API: of the Kubernetes object, or else the logical name. */
  readonly object: string;
}

/** The part of a plan that concerns nodes. */
export interface Fleet {
  readonly changes: readonly FleetChange[];
  /** Providers that are deleted or replaced, by URN. Every resource of theirs is replaced for that reason. */
  readonly lostProviders: ReadonlyMap<string, PlannedChange>;
}

export function fleetOf(changes: readonly PlannedChange[]): Fleet {
  const lost = changes.filter(
    (change) => change.type.startsWith("pulumi:providers:") && isRemoved(change),
  );
  return {
    changes: changes.flatMap((change): readonly FleetChange[] => {
      const part = fleetPartOf(change);
      return part === undefined ? [] : [{ ...change, part, object: objectName(change) }];
    }),
    lostProviders: new Map(lost.map((change) => [change.urn, change])),
  };
}

/** The changes of one part of the fleet. */
export function changesOfPart({ changes }: Fleet, part: FleetPart): readonly FleetChange[] {
  return changes.filter((change) => change.part === part);
}

/** What exists now goes away, whether or not something takes its place. */
export function isRemoved({ action }: PlannedChange): boolean {
  return action === "delete" || action === "replace";
}

/** What goes away of one part, except for what its provider takes along: that has a finding for the provider. */
export function removedOfPart(fleet: Fleet, part: FleetPart): readonly FleetChange[] {
  return changesOfPart(fleet, part)
    .filter(isRemoved)
    .filter(({ providers }) => !providers.some((urn) => fleet.lostProviders.has(urn)));
}

/** `deletes` or `replaces`. */
export function removalWord({ action }: PlannedChange): string {
  return action === "delete" ? "deletes" : "replaces";
}

/** The NodePools of the cluster, as far as the plan shows them. */
export function poolsOf(fleet: Fleet): readonly FleetChange[] {
  return changesOfPart(fleet, "node-pool").filter(({ before }) => before !== undefined);
}
