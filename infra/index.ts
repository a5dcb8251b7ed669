import { applyPatches } from "../start/patches/patches";
import { loadConfig } from "./load-config";
import type { PlatformOutputs } from "./platform/outputs";
import { createPlatform } from "./platform/platform";
import { platformSpec } from "./resolved/platform-spec";

/**
 * The program. It is a function and not top-level code, because the sandbox and `npm run check` call it several times in one
 * process. The Pulumi host calls the function that this module exports.
 */
export = function program(): Promise<PlatformOutputs> {
  applyPatches(["stack-traces", "debug-messages"]);
  return createPlatform(platformSpec(loadConfig()));
};
