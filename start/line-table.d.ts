import type { SourceMapPayload } from "node:module";

export interface LineTable {
  /** Paths relative to the bundled folder. */
  readonly sources: readonly string[];
  /**
   * `[line in the bundle, index of the source, line in the source, number of lines]`. Lines start at 1. Runs are in the
   * order of the bundle. Lines from packages are in no run.
   */
  readonly runs: readonly (readonly [number, number, number, number])[];
}

/**
 * The table of a source map.
 *
 * @param mapFolder the folder that the map's paths are relative to
 * @param folder the folder that the table's paths are relative to
 */
export function lineTable(map: SourceMapPayload, mapFolder: string, folder: string): LineTable;

/** The place in the sources of a line of the bundle; undefined for a line from a package. */
export function sourceOf(
  table: LineTable,
  line: number,
): { readonly source: string; readonly line: number } | undefined;
