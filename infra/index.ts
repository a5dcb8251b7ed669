import { loadConfig } from "./config/load";
import { leaveDebugMessagesOut } from "../start/patches/debug-messages";
import type { PlatformOutputs } from "./platform/outputs";
import { createPlatform } from "./platform/platform";
import { leaveStackTracesOut } from "../start/patches/stack-traces";
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
