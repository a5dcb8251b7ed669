import { faultText, pathText, type Fault } from "../../scheduling/values/fault";

/** One fault in a stack's configuration; its path begins at the root of the configuration. */
export type ConfigFault = Fault;

/** A fault with its line in the stack file. */
export interface LocatedFault extends ConfigFault {
  /** Counted from 1; of the nearest key around it when the key is missing. Absent where no file was read. */
  readonly line?: number;
}

/** One fault as one line: `<path>: <problem>, got <value>; expected <allowed>; <fix>`. */
export function formatFault(fault: ConfigFault): string {
  return `${pathText(fault.path, "configuration")}: ${faultText(fault)}`;
}

/**
 * All faults of one stack, a heading first. Terminals and editors open `<file>:<line>`.
 *
 * @param source the file or the stack in which they were found
 */
export function formatFaults(source: string, faults: readonly LocatedFault[]): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const lines = faults.map((fault) => {
    const place = fault.line === undefined ? "" : `${source}:${fault.line}: `;
    return `  ${place}${formatFault(fault)}`;
  });
  return [`${source}: ${count} in the configuration`, ...lines].join("\n");
}
