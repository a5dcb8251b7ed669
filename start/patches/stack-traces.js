"use strict";

/** Takes no stack trace when an error is made. See patches.js. */
exports.dropStackTraces = function dropStackTraces() {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS !== undefined) return;
  Error.stackTraceLimit = 0;
};
