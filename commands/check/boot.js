"use strict";

/** What `npm run check` runs: main.ts, from a bundle that follows its sources (docs/adr/0006). */

const path = require("node:path");

const { start } = require("../../start/start");

const folder = path.resolve(__dirname, "../..");

try {
  start({ folder, entry: "commands/check/main.ts", file: path.join(folder, ".cache/check.js") });
} catch (error) {
  const isExplained = error instanceof SyntaxError || error.code === "NO_BUNDLE";
  console.error(`check: ${isExplained ? error.message : error.stack}`);
  process.exitCode = 2;
}
