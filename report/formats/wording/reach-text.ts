import { counted } from "../../../scheduling/values/wording";
import type { CeilingGroup } from "../grouping/ceiling-groups";
import { deviceNoun } from "../../answers/limits/device-noun";

/** `8 of 100 GPUs on 1 node; memory binds`, or `1 to 250 nodes; cpu binds` in a pool without devices. */
export function reachText(
  { nodes, devices, binding }: CeilingGroup,
  resource: string | undefined,
  limit: number | undefined,
): string {
  if (nodes === undefined) return "no limit stops them";
  const inNodes =
    nodes.least === nodes.most
      ? counted(nodes.most, "node")
      : `${nodes.least.toLocaleString("en-US")} to ${counted(nodes.most, "node")}`;
  const of = limit === undefined ? "" : ` of ${limit.toLocaleString("en-US")}`;
  const reach =
    devices === undefined || resource === undefined
      ? inNodes
      : `${devices.toLocaleString("en-US")}${of} ${deviceNoun(resource)} on ${inNodes}`;
  return binding === undefined ? reach : `${reach}; ${binding} binds`;
}

/** Whether another limit stops the pool before it has used up its limit on devices. */
export function isShort(
  { devices, binding }: CeilingGroup,
  resource: string | undefined,
  limit: number | undefined,
): boolean {
  return limit !== undefined && binding !== resource && devices !== undefined && devices < limit;
}
