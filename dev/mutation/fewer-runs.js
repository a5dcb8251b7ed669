"use strict";

/** Properties try less, and the same each time: every mutant runs the tests anew, and a verdict must not be luck. */

const fc = require("fast-check");

const usual = 10;
const most = 60;

/** A property that asks for few runs is a slow one. */
const fewer = (runs) => Math.min(most, Math.max(3, Math.ceil(runs / 5)));

fc.configureGlobal({ numRuns: usual, seed: 1 });

// The default export is what tests import; its own properties cannot be set.
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
