import type { BundleOptions } from "./bundle";

/**
 * Runs a TypeScript module from its bundle and returns what it exports. Prints nothing.
 *
 * @throws SyntaxError with the faults of the sources
 * @throws Error with code NO_BUNDLE when neither a bundle of the present sources nor esbuild is there
 */
export function start(options: BundleOptions): unknown;
