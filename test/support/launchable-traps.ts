import { amdGpu } from "../../report/traps/launchable/amd-gpu";
import { arm64Gpu } from "../../report/traps/launchable/arm64-gpu";
import { capacityTypeOrder } from "../../report/traps/launchable/capacity-type-order";
import { launchesNothing } from "../../report/traps/launchable/launches-nothing";
import { minValuesShortfall } from "../../report/traps/launchable/min-values-shortfall";
import { noWholeGpu } from "../../report/traps/launchable/no-whole-gpu";
import { notOfferedInRegion } from "../../report/traps/launchable/not-offered-in-region";
import { twoArchitectures } from "../../report/traps/launchable/two-architectures";
import { uncountedAccelerator } from "../../report/traps/launchable/uncounted-accelerator";
import { unknownInstanceNames } from "../../report/traps/launchable/unknown-instance-names";
import { zoneOffersLittle } from "../../report/traps/launchable/zone-offers-little";
import { zonesDecide } from "../../report/traps/launchable/zones-decide";
import type { PoolTrap } from "../../report/traps/trap";

/** Every trap that what a pool can launch may have. */
export const launchableTraps: readonly PoolTrap<"nodePool" | "launchable">[] = [
  launchesNothing,
  unknownInstanceNames,
  notOfferedInRegion,
  minValuesShortfall,
  noWholeGpu,
  amdGpu,
  arm64Gpu,
  uncountedAccelerator,
  twoArchitectures,
  capacityTypeOrder,
  zonesDecide,
  zoneOffersLittle,
];
