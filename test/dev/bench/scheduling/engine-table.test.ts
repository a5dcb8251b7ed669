import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatEngines } from "../../../../dev/bench/scheduling/engine-table";

const spread = (median: number, min = median, max = median) => ({ median, min, max });

describe("the table of engines", () => {
  it("has a row for each engine and question, and explains its columns", () => {
    const lines = formatEngines(
      [
        {
          question: "a week",
          engine: "typescript",
          startSeconds: spread(0),
          firstSeconds: spread(0.0123, 0.0111, 0.2),
          againSeconds: spread(0.004),
          peakBytes: spread(120.4e6),
        },
        {
          question: "a week",
          engine: "native",
          startSeconds: spread(0.05),
          firstSeconds: spread(1.5),
          againSeconds: spread(1.4),
          peakBytes: undefined,
        },
      ],
      "5 rounds",
    );
    assert.equal(
      lines[1],
      [
        "Question  Engine            Start   First    min - max          Again    Peak memory",
        "a week    TypeScript model  0.0 ms  12 ms    11 ms - 200 ms     4.0 ms   120 MB",
        "a week    native Karpenter  50 ms   1500 ms  1500 ms - 1500 ms  1400 ms  -",
      ].join("\n"),
    );
    assert.match(lines.at(-3) ?? "", /^Medians of 5 rounds in turn, each in a process of its own;/);
  });
});
