/** One fault in a stack's configuration, complete enough to be mended without opening the schema. */
export interface ConfigFault {
  /** Keys from the root of the configuration, e.g. `["tiers", "gpu-inference", "limits"]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong: `unknown key`. With nothing beside it, the whole sentence. */
  readonly problem: string;
  /** The value that was found, rendered; `nothing` when it is absent. */
  readonly got?: string;
  /** What is allowed. */
  readonly expected?: string;
  /** What to do. */
  readonly fix?: string;
}

/** A fault with the line of the stack file it stands on, where that is known. */
export interface LocatedFault extends ConfigFault {
  /** 1-based line in the stack file. */
  readonly line?: number;
}

/** `tiers.gpu-inference.limits["nvidia.com/gpu"]`: the path as one would write it. */
export function formatPath(path: readonly (string | number)[]): string {
  if (path.length === 0) return "configuration";
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${renderValue(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}

/** One fault as one line: `<path>: <problem>, got <value>; expected <allowed>; <fix>`. */
export function formatFault(fault: LocatedFault): string {
  const found = fault.got === undefined ? fault.problem : `${fault.problem}, got ${fault.got}`;
  const expected = fault.expected === undefined ? undefined : `expected ${fault.expected}`;
  const parts = [found, expected, fault.fix].filter((part) => part !== undefined);
  return `${formatPath(fault.path)}: ${parts.join("; ")}`;
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

/** A value as it reads in a message: JSON, cut at 80 characters. */
export function renderValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
