import { faultText, pathText, type Fault } from "../../scheduling/values/fault";
import { counted } from "../../scheduling/values/wording";

/** One fault in a stack's configuration; its path begins at the root of the configuration. */
export type ConfigFault = Fault;

/** A fault with its line in the stack file. */
export interface LocatedFault extends ConfigFault {
  /** Counted from 1; of the nearest key around it when the key is missing. Absent where no file was read. */
  readonly line?: number;
}

/** A fault of the folder of stack files, or of a name of a stack. */
export interface FolderFault extends LocatedFault {
  /** File that has the fault; absent when the name of the stack is the fault. */
  readonly source?: string;
}

/** One fault as one line: `<file>:<line>: <path>: <problem>, got <value>; expected <allowed>; <fix>`. */
export function formatFolderFault(fault: FolderFault): string {
  const { source, line, path } = fault;
  const place = line === undefined ? source : `${source}:${line}`;
  const parts = [place, ...(path.length === 0 ? [] : [pathText(path)]), faultText(fault)];
  return parts.filter((part) => part !== undefined).join(": ");
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
  const lines = faults.map((fault) => {
    const place = fault.line === undefined ? "" : `${source}:${fault.line}: `;
    return `  ${place}${formatFault(fault)}`;
  });
  return [`${source}: ${counted(faults.length, "fault")} in the configuration`, ...lines].join(
    "\n",
  );
}
