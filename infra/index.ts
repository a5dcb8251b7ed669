import { leaveDebugMessagesOut } from "../start/patches/debug-messages";
import { leaveStackTracesOut } from "../start/patches/stack-traces";
import { loadConfig } from "./load-config";
import type { PlatformOutputs } from "./platform/outputs";
import { createPlatform } from "./platform/platform";
import { platformSpec } from "./resolved/platform-spec";

/**
 * The program. The Pulumi host calls what this module exports; so do the sandbox and the checks of pull
 * requests, several times in one process, hence a function and not top-level code.
 */
export = function program(): Promise<PlatformOutputs> {
  leaveStackTracesOut();
  leaveDebugMessagesOut();
  return createPlatform(platformSpec(loadConfig()));
};
