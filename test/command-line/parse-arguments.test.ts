import assert from "node:assert/strict";

import { Command } from "commander";
import { describe, it } from "mocha";

import { parseArguments } from "../../command-line/parse-arguments";

function command(): Command {
  return new Command("example")
    .option("--verbose")
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .exitOverride();
}

describe("the arguments of a command", () => {
  it("let it go on when they are right", () => {
    assert.equal(parseArguments(command(), ["--verbose"]), undefined);
  });

  it("end it with 0 when they ask for help", () => {
    assert.equal(parseArguments(command(), ["--help"]), 0);
  });

  it("end it with 1 when one is unknown", () => {
    assert.equal(parseArguments(command(), ["--verbos"]), 1);
  });
});
