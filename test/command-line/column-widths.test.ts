import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { fittedWidths, type ColumnTexts } from "../../command-line/column-widths";

const column = (text: string, wraps = true): ColumnTexts => ({ texts: ["-", text], wraps });
const name = column("gpu-inference");
const prose = column("one two three four five six seven eight");

describe("the widths of a table's columns", () => {
  it("are those of the longest texts where there is room", () => {
    assert.deepEqual(fittedWidths([name, prose], 52), { widths: [13, 39], fits: true });
    assert.deepEqual(fittedWidths([column("one\nfour")], 52), { widths: [4], fits: true });
  });

  it("are taken from the widest column first, then from the widest columns alike", () => {
    const shorter = column("one two three four five six");
    assert.deepEqual(fittedWidths([prose, shorter], 60), { widths: [33, 27], fits: true });
    assert.deepEqual(fittedWidths([prose, shorter], 50), { widths: [25, 25], fits: true });
  });

  it("stop at the longest word, and at 16 characters", () => {
    const long = column("antidisestablishmentarianism is one word");
    assert.deepEqual(fittedWidths([long, prose], 10), { widths: [28, 16], fits: false });
  });

  it("stay as they are for a column that must not wrap", () => {
    assert.deepEqual(fittedWidths([column("one two three four", false), prose], 40), {
      widths: [18, 22],
      fits: true,
    });
  });
});
