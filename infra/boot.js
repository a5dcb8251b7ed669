"use strict";

/** Pulumi runs this file. It loads infra/index.ts from a bundle that is rebuilt when a source changes (docs/adr/0006). */

const path = require("node:path");

const { start } = require("../start/start");

const folder = path.resolve(__dirname, "..");

module.exports = start({
  folder,
  entry: "infra/index.ts",
  file: path.join(folder, ".cache/program.js"),
});
