import type { LineTable } from "./line-table";

export interface BundleOptions {
  /** Absolute path. The names of sources are relative to it. */
  readonly folder: string;
  /** The module that starts, relative to `folder`. */
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
 * The bundle of the present sources: the one on disk if they are unchanged, otherwise a new one.
 *
 * @throws SyntaxError with the place and the message of each fault in the sources
 * @throws Error with code NO_BUNDLE when neither a bundle of the present sources nor esbuild is there
 */
export function bundleOf(options: BundleOptions): Bundle;
