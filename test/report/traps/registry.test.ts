import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { describe, it } from "mocha";

import { traps, trapsById } from "../../../report/traps/registry";
import type { Trap } from "../../../report/traps/trap";

const folder = path.resolve(__dirname, "../../../report/traps");

const load = createRequire(__filename);

/** The files of the traps' folders. Each exports one trap. */
const trapFiles = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(path.join(folder, name)).map((file) => path.join(name, file)))
  .map((file) => {
    const module = load(path.join(folder, file)) as Readonly<Record<string, unknown>>;
    return { name: path.basename(file, ".ts"), exported: Object.values(module).filter(isTrap) };
  });

function isTrap(value: unknown): value is Trap {
  return typeof value === "object" && value !== null && "id" in value && "rank" in value;
}

describe("the registry of traps", () => {
  it("has the trap of every file in the traps' folders, once", () => {
    const inFiles = trapFiles.flatMap(({ exported }) => exported);
    assert.deepEqual(new Set(traps), new Set(inFiles));
    assert.equal(traps.length, inFiles.length);
  });

  it("has one trap for each id, which is the name of the trap's file", () => {
    assert.equal(trapsById.size, traps.length);
    assert.deepEqual(
      trapFiles.map(({ exported }) => exported.map(({ id }) => id)),
      trapFiles.map(({ name }) => [name]),
    );
  });

  it("orders the traps by their own ranks, which differ, and those that are good to know last", () => {
    const ranks = traps.map(({ rank }) => rank);
    assert.deepEqual(
      ranks,
      [...new Set(ranks)].sort((a, b) => a - b),
    );
    const kinds = traps.map(({ kind }) => kind);
    assert.deepEqual(
      new Set(kinds.slice(kinds.indexOf("good-to-know"))),
      new Set(["good-to-know"]),
    );
  });

  it("has a title for each trap: one line without a full stop, and no other trap's title", () => {
    for (const { id, title } of traps) assert.match(title, /^\S.*[^.\s]$/, id);
    assert.equal(new Set(traps.map(({ title }) => title)).size, traps.length);
  });
});
