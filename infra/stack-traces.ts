/**
 * Leaves the stack trace out of errors.
 *
 * Pulumi's SDK takes a stack trace for every promise it makes, some thousands in a preview, and a full one
 * for every resource, and each frame is looked up in a source map: a quarter of the program's time, for text
 * that only the search for leaked promises prints (runtime/debuggable.ts of @pulumi/pulumi), and for
 * positions in the state. Whoever searches those, or an error of the program itself, sets
 * PULUMI_DEBUG_PROMISE_LEAKS and has traces in full.
 */
export function leaveStackTracesOut(): void {
  if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] !== undefined) return;
  Error.stackTraceLimit = 0;
  // Without source maps; a bundle has a way of its own by now (tools/start/stack-frames.js).
  Error.prepareStackTrace ??= (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${String(frame)}`)].join("\n");
}
