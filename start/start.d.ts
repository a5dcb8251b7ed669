import type { BundleOptions } from "./bundle";

/**
 * Runs a TypeScript module from its bundle and returns what it exports. Prints nothing.
 *
 * @throws SyntaxError for faults in the sources
 * @throws Error with code NO_BUNDLE when there is nothing to run
 */
export function start(options: BundleOptions): unknown;
