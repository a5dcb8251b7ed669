"use strict";

/**
 * Property-based tests try fewer cases, and the same cases each time. Every mutant runs the tests once more, and its
 * result must not depend on chance.
 */

const fc = require("fast-check");

const usual = 10;
const most = 60;

/** A property that sets few runs is slow, so it gets fewer still. */
const fewer = (runs) => Math.min(most, Math.max(3, Math.ceil(runs / 5)));

fc.configureGlobal({ numRuns: usual, seed: 1 });

// Tests import the default export, and its own properties are read-only.
fc.default = {
  ...fc.default,
  assert: (property, parameters) =>
    fc.assert(
      property,
      parameters?.numRuns === undefined
        ? parameters
        : { ...parameters, numRuns: fewer(parameters.numRuns) },
    ),
};
