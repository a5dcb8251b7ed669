"use strict";

const Module = require("node:module");

const { bundleOf } = require("./bundle");
const { putOffLatePackages } = require("./patches/late-packages");
const { showSources } = require("./patches/stack-frames");

/** See start.d.ts. */
exports.start = function start(options) {
  const { folder, file } = options;
  const { text, lines } = bundleOf(options);
  const started = new Module(file, module);
  started.filename = file;
  // Packages are looked for from the sources on, wherever the bundle is kept.
  started.paths = Module._nodeModulePaths(folder);
  showSources(file, folder, lines);
  putOffLatePackages();
  started._compile(text, file);
  return started.exports;
};
