import type { PoolTrap } from "../trap";

/** https://karpenter.sh/v1.15/concepts/nodeclasses/#speccapacityreservationselectorterms */
export const reservedWithoutSelector: PoolTrap<"nodeClass" | "launchable"> = {
  id: "reserved-without-selector",
  title: "Reserved capacity that nothing selects",
  rank: 35,
  kind: "costly",
  fix: "Add capacityReservationSelectorTerms to the EC2NodeClass, or take reserved out of the pool.",
  at: ["spec", "template", "spec", "nodeClassRef"],
  textsFor: ({ nodeClass, launchable: { capacityTypes, reservedIsNamed } }) => {
    if (nodeClass === undefined || nodeClass.selectsReservations || !reservedIsNamed) return [];
    if (!capacityTypes.includes("reserved")) return [];
    return [
      capacityTypes.length === 1
        ? `Takes reserved capacity alone, and its EC2NodeClass ${nodeClass.name} has no capacityReservationSelectorTerms: it launches nothing.`
        : `Names reserved capacity, and its EC2NodeClass ${nodeClass.name} has no capacityReservationSelectorTerms: no node is ever reserved, and the reservation is paid for unused.`,
    ];
  },
};
