"use strict";

/** Makes the debug messages of the SDK do nothing. See patches.js. */
exports.dropDebugMessages = function dropDebugMessages() {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS !== undefined) return;
  // Loaded here, because commands without Pulumi list this patch too.
  const { log } = require("@pulumi/pulumi");
  Object.assign(log, { debug: () => Promise.resolve() });
};
