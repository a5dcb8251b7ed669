import { readFileSync } from "node:fs";
import { join } from "node:path";

interface ChartKeys {
  /** Every key path that the chart's values know, written with dots. */
  readonly keys: readonly string[];
  /** Key paths of maps whose keys are the user's: selectors, labels, resource requirements. */
  readonly maps: readonly string[];
}

/** The key paths in `values` that the chart does not know and would silently ignore. */
export function unknownChartKeys(chartAndVersion: string, values: unknown): readonly string[] {
  const path = join(__dirname, "..", "fixtures", "charts", `${chartAndVersion}.keys.json`);
  const { keys, maps } = JSON.parse(readFileSync(path, "utf8")) as ChartKeys;
  return keyPaths(values, new Set(maps)).filter((keyPath) => !keys.includes(keyPath));
}

function keyPaths(values: unknown, maps: ReadonlySet<string>, prefix = ""): readonly string[] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return maps.has(path) ? [path] : [path, ...keyPaths(value, maps, path)];
  });
}
