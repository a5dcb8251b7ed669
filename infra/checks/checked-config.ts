import type { ConfigFault } from "../config/config-fault";
import { parseConfig } from "../config/parse";
import type { PlatformConfig } from "../config/schema";
import { allChecks } from "./all-checks";
import { clusterKindFaults } from "./cluster-kind-check";

export type CheckedConfig =
  | { readonly config: PlatformConfig; readonly faults?: undefined }
  | { readonly config?: undefined; readonly faults: readonly ConfigFault[] };

/**
 * Parses and checks a stack's configuration: the configuration with its defaults, or every fault of every section and
 * of every check at once.
 *
 * @param stack name of the stack, `<environment>-<region>`
 * @param values what the stack file holds under `config:`, keys with their namespace
 */
export function checkedConfig(
  stack: string,
  values: Readonly<Record<string, unknown>>,
): CheckedConfig {
  const parsed = parseConfig(values);
  const faults = [
    ...parsed.faults,
    ...clusterKindFaults(parsed.values),
    ...allChecks.flatMap((check) => check(parsed.sections, stack)),
  ];
  return faults.length > 0 || parsed.config === undefined ? { faults } : { config: parsed.config };
}
