"use strict";

/**
 * Every place where this project replaces something inside Node or inside the Pulumi SDK. Look here first when a new
 * version of either behaves oddly.
 *
 * They save time, make stack traces name the sources, and keep the policy pack alive. The program registers the same resources without them:
 * `npm run compare-patches` previews a stack with and without them and compares the plans, and so does .ci/run.
 *
 * `saves` is how much longer a preview of production-us-east-1 without the policy pack takes when only this patch is off:
 * CPU time, engine included, difference of medians of five rounds. The preview takes 2.8 s with all patches and 5.1 s
 * without any. The patches overlap, so that their times do not add up.
 */

const { dropDebugMessages } = require("./debug-messages");
const { readEmptyAssets } = require("./empty-assets");
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
    saves: "0.5 s of CPU time",
    without: "The start takes longer.",
    apply: loadPackagesLate,
  },
  {
    name: "stack-frames",
    replaces: "Error.prepareStackTrace of V8, and so the source maps that the SDK reads",
    why:
      "Stack traces must name the sources, and so must the position of every resource, which the SDK takes from a " +
      "stack trace. The bundle has a table of lines for this. With source maps, the SDK also parses those of its own " +
      "files, which name sources that no package has.",
    measuredOn: "@pulumi/pulumi 3.248.0",
    saves: "no time that can be measured beside the other patches",
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
    saves: "0.5 s of CPU time",
    without: "The program takes longer. `pulumi preview --debug` shows the messages of the SDK.",
    apply: dropDebugMessages,
  },
  {
    name: "empty-assets",
    replaces: "deserializeProperties of @pulumi/policy",
    why:
      'The policy SDK takes an asset with an empty text for none (`if (prop["text"])` in deserialize.ts) and throws ' +
      "outside of its error handling, so the process of the pack ends and the preview with it: an empty __init__.py in " +
      "the archive of a function is enough. The patch also gives the texts of assets as texts and not as promises, " +
      "because rules search them.",
    measuredOn: "@pulumi/policy 1.21.0",
    saves: "no time",
    without: "A program with an empty text asset cannot be previewed with the policy pack.",
    apply: readEmptyAssets,
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
