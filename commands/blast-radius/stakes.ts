import { readNodePool } from "../../scheduling/node-pool/node-pool";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { poolCeiling } from "../../scheduling/limits/ceilings";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { counted, dollars } from "../../scheduling/values/wording";
import { deviceNoun } from "../../report/answers/limits/device-noun";
import { poolCost } from "../../report/answers/limits/cost";
import { priceRegion, type LiveNodes, type LivePool } from "./live-nodes";
import type { FleetChange } from "./fleet";

/** What a pool may lose: the nodes that it has now, or else what its limits allow. */
export function stakesText(pool: FleetChange, live: LiveNodes | undefined): string {
  if (live !== undefined) return liveText(pool.object, live.get(pool.object));
  const { pool: read } = readNodePool(pool.before?.inputs ?? pool.after?.inputs);
  if (read === undefined) return `${pool.object}: cannot be read`;
  const types = launchableTypes(requirementsOf(read.requirements, read.labels));
  const { resource, most } = poolCeiling(read, types);
  const cost = poolCost(read, types, priceRegion);
  const devices =
    resource === undefined
      ? "no accelerators"
      : most?.devices === undefined
        ? `${deviceNoun(resource)} without a limit`
        : `up to ${most.devices} ${deviceNoun(resource)}`;
  const price =
    cost.kind === "bounded" && cost.usdPerHour !== undefined
      ? `up to ${dollars(cost.usdPerHour)} an hour on demand in ${priceRegion}`
      : "no upper bound of its cost";
  return `${pool.object}: ${devices}, ${price}`;
}

function liveText(name: string, pool: LivePool | undefined): string {
  if (pool === undefined) return `${name}: no nodes now`;
  const devices = pool.devices === 0 ? "no accelerators" : counted(pool.devices, "accelerator");
  const price =
    pool.usdPerHour === undefined ? "price unknown" : `${dollars(pool.usdPerHour)} an hour`;
  return `${name}: ${counted(pool.nodes, "node")} now, ${devices}, ${price} on demand in ${priceRegion}`;
}
