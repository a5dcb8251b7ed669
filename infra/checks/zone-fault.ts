import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";

/** The fault of a zone whose name is wrong. */
export function zoneFault(
  path: ConfigFault["path"],
  problem: string,
  zone: string,
  expected: string,
): ConfigFault {
  return { path, problem, got: rendered(zone), expected, fix: "correct the zone's name" };
}
