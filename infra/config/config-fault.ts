import { faultText, pathText, type Fault, type FaultPath } from "../../scheduling/values/fault";

export { rendered as renderValue } from "../../scheduling/values/fault";

/** One fault in a stack's configuration; its path begins at the root of the configuration. */
export type ConfigFault = Fault;

/** A fault with the line of the stack file it stands on, where that is known. */
export interface LocatedFault extends ConfigFault {
  /** 1-based line in the stack file. */
  readonly line?: number;
}

/** `tiers.gpu-inference.limits["nvidia.com/gpu"]`: the path as one would write it. */
export function formatPath(path: FaultPath): string {
  return pathText(path, "configuration");
}

/** One fault as one line: `<path>: <problem>, got <value>; expected <allowed>; <fix>`. */
export function formatFault(fault: ConfigFault): string {
  return `${formatPath(fault.path)}: ${faultText(fault)}`;
}

/** All faults of one stack, a heading first; `source` is the file or the stack they were found in. */
export function formatFaults(source: string, faults: readonly LocatedFault[]): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const lines = faults.map((fault) => {
    const line = fault.line === undefined ? "" : `line ${fault.line}: `;
    return `  ${line}${formatFault(fault)}`;
  });
  return [`${source}: ${count} in the configuration`, ...lines].join("\n");
}
