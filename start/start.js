"use strict";

const Module = require("node:module");

const { bundleOf } = require("./bundle");
const { applyPatches } = require("./patches/patches");

/** See start.d.ts. */
exports.start = function start(options) {
  const { folder, file } = options;
  const { text, lines } = bundleOf(options);
  const started = new Module(file, module);
  started.filename = file;
  // Packages are found from the sources, wherever the bundle is kept.
  started.paths = Module._nodeModulePaths(folder);
  applyPatches(["stack-frames", "late-packages"], { file, folder, lines });
  started._compile(text, file);
  return started.exports;
};
