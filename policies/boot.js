"use strict";

/**
 * Starts the policy pack: index.ts, from a bundle that follows its sources (docs/adr/0006). It prints nothing, because
 * the engine expects the port of the analyzer as the first line of standard output.
 */

const path = require("node:path");

const { applyPatches } = require("../start/patches/patches");
const { start } = require("../start/start");

try {
  applyPatches(["empty-assets"]);
  start({ folder: __dirname, entry: "index.ts", file: path.join(__dirname, "dist", "pack.js") });
} catch (error) {
  const isExplained = error instanceof SyntaxError || error.code === "NO_BUNDLE";
  console.error(`policies: ${isExplained ? error.message : error.stack}`);
  process.exit(2);
}
