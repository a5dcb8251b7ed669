"use strict";

/** Entry of `npm run report`: runs main.ts from a bundle that is always up to date (docs/adr/0006). */

const path = require("node:path");

const { start } = require("../../start/start");

const folder = path.resolve(__dirname, "../..");

try {
  start({ folder, entry: "commands/report/main.ts", file: path.join(folder, ".cache/report.js") });
} catch (error) {
  const isExplained = error instanceof SyntaxError || error.code === "NO_BUNDLE";
  console.error(`report: ${isExplained ? error.message : error.stack}`);
  process.exitCode = 2;
}
