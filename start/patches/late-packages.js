"use strict";

const Module = require("node:module");
const path = require("node:path");

const latePackages = ["typescript", "@npmcli/arborist"];

let isApplied = false;

/** Makes Pulumi's packages load these packages when they use them for the first time. See patches.js. */
exports.loadPackagesLate = function loadPackagesLate() {
  if (isApplied) return;
  isApplied = true;
  const load = Module._load;
  Module._load = (request, parent, ...rest) =>
    latePackages.includes(request) && isPulumiModule(parent)
      ? loadedAtFirstUse(() => load(request, parent, ...rest))
      : load(request, parent, ...rest);
};

function isPulumiModule(parent) {
  return parent?.filename?.includes(`${path.sep}@pulumi${path.sep}`) ?? false;
}

function loadedAtFirstUse(load) {
  let loaded;
  return new Proxy(
    {},
    {
      // Compiled TypeScript copies every property of a CommonJS module, which would load the package at once. It does
      // not copy an ES module.
      get: (_, key) => (key === "__esModule" ? true : (loaded ??= load())[key]),
    },
  );
}
