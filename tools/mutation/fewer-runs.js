"use strict";

/** Properties try less, and the same each time: every mutant runs the tests anew, and a verdict must not be luck. */

const fc = require("fast-check");

fc.configureGlobal({ numRuns: 20, seed: 1 });
