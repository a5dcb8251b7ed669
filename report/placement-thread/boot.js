"use strict";

/** Entry of the thread: runs thread.ts from a bundle that is always up to date (docs/adr/0006). */

const path = require("node:path");

const { start } = require("../../start/start");

const folder = path.resolve(__dirname, "../..");

start({
  folder,
  entry: "report/placement-thread/thread.ts",
  file: path.join(folder, ".cache/report-placement.js"),
});
