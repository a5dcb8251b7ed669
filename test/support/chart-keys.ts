import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface ChartKeys {
  /** Every key path that the chart's values know, written with dots. */
  readonly keys: readonly string[];
  /** Key paths of maps whose keys are the user's: selectors, labels, resource requirements. */
  readonly maps: readonly string[];
}

/** The key paths in `values` that the chart does not know and would silently ignore. */
export function unknownChartKeys(chartAndVersion: string, values: unknown): readonly string[] {
  const { keys } = recordedKeys(chartAndVersion);
  return chartKeyPaths(chartAndVersion, values).filter((keyPath) => !keys.includes(keyPath));
}

/** The key paths in `values`, down to the maps whose keys are the user's. */
export function chartKeyPaths(chartAndVersion: string, values: unknown): readonly string[] {
  return keyPaths(values, new Set(recordedKeys(chartAndVersion).maps));
}

/**
 * The list of a chart's keys at one version.
 *
 * @throws when there is none, with how to record it
 */
function recordedKeys(chartAndVersion: string): ChartKeys {
  const path = join(__dirname, "..", "fixtures", "charts", `${chartAndVersion}.keys.json`);
  if (!existsSync(path)) {
    throw new Error(
      `${chartAndVersion}: no list of the chart's keys; record one with test/fixtures/charts/extract.ts`,
    );
  }
  return JSON.parse(readFileSync(path, "utf8")) as ChartKeys;
}

function keyPaths(values: unknown, maps: ReadonlySet<string>, prefix = ""): readonly string[] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return maps.has(path) ? [path] : [path, ...keyPaths(value, maps, path)];
  });
}
