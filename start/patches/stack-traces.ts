/**
 * Leaves the stack trace out of errors.
 *
 * Pulumi's SDK takes a stack trace for every promise it makes, some thousands in a preview, and a full one
 * for every resource; each frame is looked up in a source map. A quarter of the program's time, for text that
 * only the search for leaked promises prints (runtime/debuggable.ts of @pulumi/pulumi), and for a note in the
 * state of where a resource was made. Whoever searches those, or an error of the program itself, sets
 * PULUMI_DEBUG_PROMISE_LEAKS and has traces in full.
 */
export function leaveStackTracesOut(): void {
  if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] !== undefined) return;
  Error.stackTraceLimit = 0;
  // Resources lift the limit for themselves. A bundle knows their places without a source map, and keeps them.
  const errors: { prepareStackTrace?: unknown } = Error;
  errors.prepareStackTrace ??= (error: Error) => String(error);
}
