import * as pulumi from "@pulumi/pulumi";

/**
 * Keeps the SDK's debug messages from the engine.
 *
 * The SDK reports each step of each registration in a call of its own, one after the other, and the engine
 * throws them away unless it runs with `--debug`, of which it does not tell the program. With 146 resources
 * they are more calls than all others together. Whoever reads them sets PULUMI_DEBUG_PROMISE_LEAKS, as for
 * stack traces. Debug messages of the engine and of providers are not touched.
 */
export function leaveDebugMessagesOut(): void {
  if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] !== undefined) return;
  Object.assign(pulumi.log, { debug: () => Promise.resolve() });
}
