"use strict";

const Module = require("node:module");
const path = require("node:path");

/** What Pulumi's SDK needs only to serialise functions, which takes more time to load than all the rest. */
const neededLate = ["typescript", "@npmcli/arborist"];

let isPutOff = false;

/** Puts off, for Pulumi's packages, loading these packages until something of theirs is used. */
exports.putOffLatePackages = function putOffLatePackages() {
  if (isPutOff) return;
  isPutOff = true;
  const load = Module._load;
  Module._load = (request, parent, ...rest) =>
    neededLate.includes(request) && isOfPulumi(parent)
      ? loadedAtFirstUse(() => load(request, parent, ...rest))
      : load(request, parent, ...rest);
};

function isOfPulumi(parent) {
  return parent?.filename?.includes(`${path.sep}@pulumi${path.sep}`) ?? false;
}

function loadedAtFirstUse(load) {
  let loaded;
  return new Proxy(
    {},
    {
      // Compiled imports copy what is no ES module, which would load it at once.
      get: (_, key) => (key === "__esModule" ? true : (loaded ??= load())[key]),
    },
  );
}
