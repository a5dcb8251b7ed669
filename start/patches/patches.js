"use strict";

/**
 * Every place where this project replaces something inside Node or inside the Pulumi SDK. Look here first when a new
 * version of either behaves oddly.
 *
 * All of them only save time: the program registers the same resources without them. `npm run compare-patches` previews
 * a stack with and without them and compares the plans; .ci/run does so too.
 *
 * `saves` is CPU time of a preview of production-us-east-1 without the policy pack: how much longer the preview takes
 * when only this patch is off, as the difference of medians of five previews. All together save half of the 5.1 s that
 * a preview takes without them. Some overlap, so that they do not add up.
 */

const { dropDebugMessages } = require("./debug-messages");
const { loadPackagesLate } = require("./late-packages");
const { showSources } = require("./stack-frames");
const { dropStackTraces } = require("./stack-traces");

/** Set to 1, this environment variable turns all patches off. */
const switchVariable = "ACCELERATOR_PLATFORM_NO_PATCHES";

const patches = [
  {
    name: "late-packages",
    replaces: "Module._load of Node",
    why:
      "The SDK loads TypeScript and npm's resolver when it starts. It needs them only to serialise functions, " +
      "which this program never does.",
    measuredOn: "@pulumi/pulumi 3.248.0",
    saves: "0.4 s of CPU time",
    without: "The start takes longer.",
    apply: loadPackagesLate,
  },
  {
    name: "stack-frames",
    replaces:
      "Error.prepareStackTrace of V8, and so the source maps that the SDK and the language host read",
    why:
      "The SDK takes the position of every resource from a stack trace. With source maps it parses those of its own " +
      "files for that, which name sources that no package has. The bundle has a table of lines instead.",
    measuredOn: "@pulumi/pulumi 3.248.0",
    saves: "little alone; much without stack-traces",
    without: "Stack traces, and the positions of resources in the state, name lines of the bundle.",
    apply: showSources,
  },
  {
    name: "stack-traces",
    replaces: "Error.stackTraceLimit of V8",
    why:
      "The SDK takes a stack trace for every promise it makes, some thousands in a preview. Only its search for " +
      "leaked promises prints them (runtime/debuggable.ts). PULUMI_DEBUG_PROMISE_LEAKS=1 starts that search and turns " +
      "this patch off.",
    measuredOn: "@pulumi/pulumi 3.248.0",
    saves: "0.2 s of CPU time",
    without: "The program takes longer. Errors of the program have a stack trace.",
    apply: dropStackTraces,
  },
  {
    name: "debug-messages",
    replaces: "log.debug of @pulumi/pulumi",
    why:
      "The SDK reports every step of every registration to the engine, in a call of its own. The engine discards " +
      "them unless it runs with --debug, and it does not tell the program whether it does. With 146 resources " +
      "these are more calls than all others together. PULUMI_DEBUG_PROMISE_LEAKS=1 turns this patch off. Debug " +
      "messages of the engine and of the providers still come.",
    measuredOn: "@pulumi/pulumi 3.248.0",
    saves: "0.6 s of CPU time",
    without: "The program takes longer. `pulumi preview --debug` shows the messages of the SDK.",
    apply: dropDebugMessages,
  },
];

exports.switchVariable = switchVariable;
exports.patches = patches;

/** See patches.d.ts. */
exports.applyPatches = function applyPatches(names, bundle) {
  if (arePatchesOff(process.env)) return;
  for (const name of names) patches.find((patch) => patch.name === name).apply(bundle);
};

function arePatchesOff(environment) {
  return !["", "0", undefined].includes(environment[switchVariable]);
}
