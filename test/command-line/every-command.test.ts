import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { scripts } from "../../package.json";

const root = path.resolve(__dirname, "../..");

/** The TypeScript that the last command of an npm script starts; boot.js starts the main.ts beside it. */
function entryOf(script: string): string | undefined {
  const [file] =
    /\S+\/(main|boot|screenshot)\.(ts|js)\b/.exec(script.split("&&").at(-1) ?? "") ?? [];
  return file?.replace(/boot\.js$/, "main.ts");
}

describe("every command", () => {
  const entries = Object.values(scripts).flatMap((script) => entryOf(script) ?? []);

  it("is found by this test", () => {
    assert.ok(entries.includes("sandbox/main.ts"), entries.join());
    assert.ok(entries.includes("commands/check/main.ts"), entries.join());
  });

  for (const entry of entries) {
    it(`guards its output: ${entry}`, () => {
      assert.match(readFileSync(path.join(root, entry), "utf8"), /^ *guardOutput\(\);$/m);
    });
  }
});
