/** What the pools' types offer, and how they can be had, where that differs from the catalogue. */

import { instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import { zonesOffering } from "../../../scheduling/catalogue/offerings";
import type { CapacityReservation } from "../../../scheduling/karpenter/questions";
import { admittedCapacityTypes } from "../../../scheduling/launchable/admitted-capacity-types";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import type { Ec2NodeClass } from "../../../scheduling/node-class/ec2-node-class";
import { resourcesUnder, type TypeResources } from "../../../scheduling/node-class/type-resources";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import {
  reservationIdLabelKey,
  reservationInterruptibleLabelKey,
  reservationTypeLabelKey,
} from "../../../scheduling/requirements/labels";
import {
  admits,
  requirementsOf,
  type Requirements,
} from "../../../scheduling/requirements/requirements";
import type { PlacementInputs, PoolOfferings } from "./placement-inputs";

export function poolOfferings({
  pools,
  zones,
  context,
}: Pick<PlacementInputs, "pools" | "zones" | "context">): PoolOfferings {
  const { nodeClasses = {}, place } = context;
  const reservedOnly = [...pools.values()].filter(isReservedOnly);
  const byPool = Object.fromEntries(
    [...pools.values()].flatMap((pool) => {
      const nodeClass = Object.hasOwn(nodeClasses, pool.name) ? nodeClasses[pool.name] : undefined;
      const resources = nodeClass && resourcesOf(nodeClass);
      const reservations = reservedOnly.includes(pool)
        ? assumedReservations(pool, place.region, zones)
        : undefined;
      if (resources === undefined && reservations === undefined) return [];
      return [
        [
          pool.name,
          {
            ...(resources === undefined ? {} : { resources }),
            ...(reservations === undefined ? {} : { reservations }),
          },
        ] as const,
      ];
    }),
  );
  return {
    byPool,
    differ: Object.values(byPool).some(({ resources }) => resources !== undefined),
    assumptions:
      reservedOnly.length === 0
        ? []
        : [
            `Pools that take reserved capacity alone (${reservedOnly.map(({ name }) => name).join(", ")}): the account has reservations of every type that they admit, with room.`,
          ],
  };
}

/** A cache: pools share classes, and one class is worked out over the whole catalogue. */
const known = new WeakMap<Ec2NodeClass, TypeResources | "as in the catalogue">();

function resourcesOf(nodeClass: Ec2NodeClass): TypeResources | undefined {
  const found = known.get(nodeClass) ?? resourcesUnder(nodeClass) ?? "as in the catalogue";
  known.set(nodeClass, found);
  return found === "as in the catalogue" ? undefined : found;
}

function isReservedOnly(pool: NodePool): boolean {
  const admitted = admittedCapacityTypes(pool);
  return admitted.length === 1 && admitted[0] === "reserved";
}

/** Enough for any workload of a report. */
const roomOfReservation = 1000;

function assumedReservations(
  pool: NodePool,
  region: string,
  zones: PlacementInputs["zones"],
): readonly CapacityReservation[] {
  const requirements = requirementsOf(pool.requirements, pool.labels);
  const id = wantedValue(requirements, reservationIdLabelKey) ?? "cr-0";
  const isBlock = wantedValue(requirements, reservationTypeLabelKey) === "capacity-block";
  const interruptible = requirements.get(reservationInterruptibleLabelKey);
  const types = launchableTypes(requirements, instanceTypes());
  return zones.flatMap(({ name: zone, id: zoneId }) =>
    types
      .filter(({ name }) => zoneId !== undefined && zonesOffering(name, region).includes(zoneId))
      .map(({ name }) => ({
        id,
        instanceType: name,
        zone,
        available: roomOfReservation,
        type: isBlock ? "capacity-block" : "default",
        interruptible: interruptible !== undefined && !admits(interruptible, "false"),
      })),
  );
}

function wantedValue(requirements: Requirements, key: string): string | undefined {
  const wanted = requirements.get(key);
  return wanted === undefined || wanted.complement ? undefined : [...wanted.values][0];
}
