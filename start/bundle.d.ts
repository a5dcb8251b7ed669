import type { LineTable } from "./line-table";

export interface BundleOptions {
  /** Absolute; sources are named relative to it. */
  readonly folder: string;
  /** The module to start with, relative to `folder`. */
  readonly entry: string;
  /** Absolute path of the bundle. */
  readonly file: string;
}

export interface Bundle {
  /** JavaScript, a CommonJS module. */
  readonly text: string;
  readonly lines: LineTable;
}

/**
 * The bundle on disk if its sources are unchanged, a new one otherwise; never one of other sources.
 *
 * @throws SyntaxError with place and message of each fault in the sources
 * @throws Error with code NO_BUNDLE when there is neither a bundle of these sources nor esbuild
 */
export function bundleOf(options: BundleOptions): Bundle;
