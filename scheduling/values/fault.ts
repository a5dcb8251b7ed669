/** Keys from the examined value down: `["tiers", "gpu-inference", "limits"]`; empty for the value itself. */
export type FaultPath = readonly (string | number)[];

/** One fault in a value that a user wrote, complete enough to correct it without reading the schema. */
export interface Fault {
  /** Where, from the root of the value that was examined. */
  readonly path: FaultPath;
  /** What is wrong: `unknown key`. */
  readonly problem: string;
  /** What was found, in most cases a value that `rendered` has made a text; absent where it adds nothing. */
  readonly got?: string;
  /** What is allowed. */
  readonly expected?: string;
  /** What to do, without a full stop; a reason may come before it. */
  readonly fix?: string;
  /**
   * Only for faults of manifests, and only where the API server does not refuse the manifest. `drops`: an unknown
   * field, which kubectl and server-side apply refuse and which is dropped where validation is off. `accepts`: the
   * fault shows when Karpenter reads the object.
   */
  readonly apiServer?: "drops" | "accepts";
}

/** What is wrong, without the path: `<problem>, got <value>; expected <allowed>; <fix>`. */
export function faultText({ problem, got, expected, fix }: Fault): string {
  const found = got === undefined ? problem : `${problem}, got ${got}`;
  const allowed = expected === undefined ? undefined : `expected ${expected}`;
  return [found, allowed, fix].filter((part) => part !== undefined).join("; ");
}

/** The fault of a part, seen from the value that holds the part at `path`. */
export function faultBelow<T extends Fault>(path: FaultPath, fault: T): T {
  return { ...fault, path: [...path, ...fault.path] };
}

/**
 * `tiers.gpu-inference.limits["nvidia.com/gpu"]`: a path as one would write it; `root` for the empty
 * path.
 */
export function pathText(path: FaultPath, root = ""): string {
  if (path.length === 0) return root;
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${rendered(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}

/** The value at a path of plain data, own properties only; undefined where the path leaves the data. */
export function valueAt(root: unknown, path: FaultPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    root,
  );
}

/** A value for a message: JSON of at most 80 characters, or its type where it has no JSON. Never throws. */
export function rendered(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = textOf(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Cyclic structures and bigints have no JSON.
    return typeof value;
  }
}
