import type program from "./index";

/** What infra/index.ts exports, run from a bundle. */
declare const bundled: typeof program;
export = bundled;
