/** The keys that the values of a chart know. Tests look for keys that a chart would ignore. */

/** A recorded list: `test/fixtures/charts/<chart>-<version>.keys.json`. */
export interface ChartOfKeys {
  readonly chart: string;
  readonly version: string;
  /** Link to the chart's `values.yaml`. */
  readonly source: string;
  readonly values: unknown;
  /** Values of each sub-chart, by its name. */
  readonly subCharts?: Readonly<Record<string, unknown>>;
}

/**
 * The text of the list. A map that is empty in the chart, or has keys with a slash as labels do, is one whose keys are
 * the user's.
 */
export function keyListText({
  chart,
  version,
  source,
  values,
  subCharts = {},
}: ChartOfKeys): string {
  const keys = new Set<string>();
  const maps = new Set<string>();
  collect(values, "", keys, maps);
  for (const [name, own] of Object.entries(subCharts)) {
    keys.add(name);
    collect(own, name, keys, maps);
  }
  const list = { chart, version, source, keys: [...keys].sort(), maps: [...maps].sort() };
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

function collect(value: unknown, path: string, keys: Set<string>, maps: Set<string>): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const entries = Object.entries(value);
  if (path !== "" && entries.every(([key]) => key.includes("/"))) {
    maps.add(path);
    return;
  }
  for (const [key, child] of entries) {
    const childPath = path === "" ? key : `${path}.${key}`;
    keys.add(childPath);
    collect(child, childPath, keys, maps);
  }
}
