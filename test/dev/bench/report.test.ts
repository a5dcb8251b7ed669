import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatBench } from "../../../dev/bench/report";

describe("the report of a benchmark", () => {
  it("has a table of the measurements, and says for each floor whether the aim is met", () => {
    assert.equal(
      formatBench({
        rounds: 5,
        results: [
          {
            name: "preview of an empty program (floor)",
            seconds: { median: 1.2, min: 1.11, max: 1.3 },
            peakBytes: { median: 290e6, min: 281e6, max: 299.6e6 },
          },
          {
            name: "npm run check",
            seconds: { median: 3, min: 3, max: 3 },
            peakBytes: undefined,
          },
        ],
        verdicts: [
          {
            floorName: "preview of an empty program (floor)",
            gotName: "preview of a stack",
            floorSeconds: 1.2,
            aimSeconds: 2.8,
            gotSeconds: 3,
            ratio: 2.5,
            isMet: false,
          },
          {
            floorName: "another floor",
            gotName: "preview of a stack",
            floorSeconds: 2,
            aimSeconds: 4,
            gotSeconds: 3,
            ratio: 1.5,
            isMet: true,
          },
        ],
        reportVerdicts: [{ name: "npm run report", aimSeconds: 4, gotSeconds: 3.996, isMet: true }],
        engines: [],
      }),
      `What                                 Wall time  min - max    Peak memory  min - max
preview of an empty program (floor)  1.20 s     1.11 - 1.30  290 MB       281 - 300
npm run check                        3.00 s     3.00 - 3.00  -            -

Medians of 5 rounds, taken in turn after one round to warm up. Peak memory is the largest sum of
resident memory over the process tree, polled every 50 ms; the stand-ins are not in it.
Aim: the slowest stack within 1.5 times a floor plus 1 s.
- preview of an empty program (floor): 1.5 x 1.20 s + 1 s = 2.80 s; got 3.00 s (2.50 times), preview of a stack: not met
- another floor: 1.5 x 2.00 s + 1 s = 4.00 s; got 3.00 s (1.50 times), preview of a stack: met
Aim: npm run report within 4 s; got 4.00 s: met`,
    );
  });

  it("leaves out what was not measured", () => {
    const one = { median: 1, min: 1, max: 1 };
    const engines = [
      {
        question: "a week",
        engine: "embedded" as const,
        startSeconds: one,
        firstSeconds: one,
        againSeconds: one,
        peakBytes: undefined,
      },
    ];
    const nothing = { rounds: 1, results: [], verdicts: [], reportVerdicts: [] };
    const text = formatBench({ ...nothing, engines });
    assert.match(text, /^\nQuestion +Engine/);
    assert.doesNotMatch(text, /Wall time|Aim/);
    assert.equal(formatBench({ ...nothing, engines: [] }), "");
  });
});
