import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";

import { afterEach, describe, it } from "mocha";

import { applyPatches, patches, switchVariable } from "../../../start/patches/patches";
import { dependencies } from "../../../package.json";
import { dependencies as dependenciesOfPack } from "../../../policies/package.json";

const versions: Readonly<Record<string, string>> = { ...dependencies, ...dependenciesOfPack };

describe("the list of patches", () => {
  it("has every patch of its folder", () => {
    const files = readdirSync(path.resolve(__dirname, "../../../start/patches"));
    const others = ["patches.js", "patches.d.ts"];
    assert.deepEqual(
      patches.map(({ name }) => `${name}.js`).sort(),
      files.filter((file) => !others.includes(file)).sort(),
    );
  });

  it("says of each patch what it replaces, why, what it saves and what is different without it", () => {
    for (const { name, replaces, why, saves, without } of patches) {
      for (const text of [replaces, why, saves, without]) assert.match(text, /\w+ \w+/, name);
    }
  });

  // A new version of the SDK may make a patch useless or wrong. Read the list, measure again with `npm run bench`, and
  // then change the version there.
  it("was measured on the version of the SDK that is installed", () => {
    for (const { name, measuredOn } of patches) {
      const [sdk = ""] = measuredOn.split(" ");
      assert.equal(measuredOn, `${sdk} ${versions[sdk]}`, name);
    }
  });
});

describe("the switch of the patches", () => {
  const before = Error.stackTraceLimit;
  afterEach(() => {
    delete process.env[switchVariable];
    Error.stackTraceLimit = before;
  });

  it("turns them off when it is 1, and not when it is 0 or empty", () => {
    const limitWith = (value: string): number => {
      Error.stackTraceLimit = 10;
      process.env[switchVariable] = value;
      applyPatches(["stack-traces"]);
      return Error.stackTraceLimit;
    };
    assert.deepEqual(["1", "0", ""].map(limitWith), [10, 0, 0]);
  });
});
