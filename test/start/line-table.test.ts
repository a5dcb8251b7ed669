import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { lineTable, sourceOf } from "../../start/line-table";

/** In VLQ, `AAAA` is the first line of the first source, and `AACA` is one line further in the same source. */
const map = {
  version: 3,
  sources: ["a.ts", "node_modules/p/index.js", "b/c.ts"],
  sourcesContent: [],
  sourceRoot: "",
  file: "index.js",
  names: [],
  mappings: ["", "AAAA", "AACA", "ACDA", "ACEA", ""].join(";"),
};
const table = lineTable(map, "/project", "/project");

describe("lineTable", () => {
  it("has runs of lines, numbered after the header of the bundle, without the lines of packages", () => {
    // Lines of the bundle without its header: 1 nothing, 2-3 a.ts, 4 the package, 5 b/c.ts, 6 nothing.
    assert.deepEqual(table, {
      sources: ["a.ts", "b/c.ts"],
      runs: [
        [3, 0, 1, 2],
        [6, 1, 3, 1],
      ],
    });
  });

  it("names sources relative to the bundled folder", () => {
    const { sources } = lineTable({ ...map, sources: ["../x.ts", "y.ts", "z.ts"] }, "/a/b", "/a");
    assert.deepEqual(sources, ["x.ts", "b/y.ts", "b/z.ts"]);
  });
});

describe("sourceOf", () => {
  it("finds the place of each line, and none for a line of a package, without a mapping or outside of the bundle", () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((line) => sourceOf(table, line)),
      [
        undefined,
        undefined,
        { source: "a.ts", line: 1 },
        { source: "a.ts", line: 2 },
        undefined,
        { source: "b/c.ts", line: 3 },
        undefined,
        undefined,
      ],
    );
  });
});
