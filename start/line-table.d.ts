import type { SourceMapPayload } from "node:module";

export interface LineTable {
  /** Relative to the bundled folder. */
  readonly sources: readonly string[];
  /**
   * `[line in the bundle, index of the source, line in the source, count]`; all lines start at 1, runs are
   * in order and leave out what comes from packages.
   */
  readonly runs: readonly (readonly [number, number, number, number])[];
}

export function lineTable(map: SourceMapPayload, mapFolder: string, folder: string): LineTable;

export function sourceOf(
  table: LineTable,
  line: number,
): { readonly source: string; readonly line: number } | undefined;
