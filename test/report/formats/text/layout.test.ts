import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { table, wrapped } from "../../../../report/formats/text/layout";

describe("wrapped text", () => {
  it("breaks between words and indents what follows", () => {
    assert.equal(wrapped("one two three four", 9, "  "), "one two\n  three\n  four");
  });

  it("does not cut a word that is longer than the width", () => {
    assert.equal(wrapped("a p5.48xlarge b", 4), "a\np5.48xlarge\nb");
  });

  it("is never wider than the width, except for long words, and loses no word", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 40 }), (list, width) => {
        const text = wrapped(list.join(" "), width, "  ");
        assert.deepEqual(text.split(/\s+/).filter(Boolean), list);
        for (const line of text.split("\n")) assert.ok(line.length <= width, line);
      }),
    );
  });
});

describe("a table of text", () => {
  it("aligns its columns, and wraps the one that may wrap in what the others leave", () => {
    const columns = [
      "pool",
      { heading: "types", align: "right" },
      { heading: "why", wraps: true },
    ] as const;
    const rows = [
      ["gpu-general", "58", "memory stops p5.48xlarge at 8 of 100"],
      ["cpu", "312", ""],
    ];
    assert.equal(
      table(columns, rows, 45),
      [
        "pool         types  why",
        "-----------  -----  -------------------------",
        "gpu-general     58  memory stops p5.48xlarge",
        "                    at 8 of 100",
        "cpu            312",
      ].join("\n"),
    );
  });

  it("keeps each cell on one line of its own, without control characters", () => {
    assert.equal(
      table(["pool", "types"], [["a\u001b[31m\nb", "1"]], 45),
      ["pool      types", "--------  -----", "a\uFFFD[31m b  1"].join("\n"),
    );
  });
});
