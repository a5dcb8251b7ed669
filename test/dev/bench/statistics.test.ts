import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  reportVerdictOf,
  resultOf,
  spreadOf,
  verdictOf,
  type SubjectResult,
} from "../../../dev/bench/statistics";

const lasting = (median: number): SubjectResult => ({
  name: "subject",
  seconds: { median, min: median, max: median },
  peakBytes: undefined,
});

describe("the figures of a benchmark", () => {
  it("are median, minimum and maximum", () => {
    assert.deepEqual(spreadOf([3, 1, 2]), { median: 2, min: 1, max: 3 });
    assert.deepEqual(spreadOf([4, 1, 2, 10]), { median: 3, min: 1, max: 10 });
    assert.deepEqual(spreadOf([5]), { median: 5, min: 5, max: 5 });
  });

  it("have a median with equally many values below and above", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const { median, min, max } = spreadOf(values);
        const [below, above] = [
          values.filter((value) => value < median).length,
          values.filter((value) => value > median).length,
        ];
        assert.ok(below <= values.length / 2 && above <= values.length / 2);
        assert.deepEqual([min, max], [Math.min(...values), Math.max(...values)]);
      }),
    );
  });

  it("leave the memory out when it could not be read", () => {
    assert.deepEqual(resultOf("check", [{ seconds: 2, peakBytes: undefined }]), {
      name: "check",
      seconds: { median: 2, min: 2, max: 2 },
      peakBytes: undefined,
    });
  });

  it("meet the aim up to 1.5 times the floor plus one second, and not above", () => {
    assert.deepEqual(verdictOf(lasting(2), [lasting(4)]), {
      floorName: "subject",
      gotName: "subject",
      floorSeconds: 2,
      aimSeconds: 4,
      gotSeconds: 4,
      ratio: 2,
      isMet: true,
    });
    assert.equal(verdictOf(lasting(2), [lasting(4.01)]).isMet, false);
  });

  it("meet the aim of a report up to four seconds, and not above", () => {
    const report = { name: "subject", aimSeconds: 4, gotSeconds: 4, isMet: true };
    assert.deepEqual(reportVerdictOf(lasting(4)), report);
    assert.equal(reportVerdictOf(lasting(4.01)).isMet, false);
  });

  it("compare the slowest stack", () => {
    const stacks = [lasting(3), { ...lasting(5), name: "slowest" }, lasting(4)];
    const { gotName, gotSeconds } = verdictOf(lasting(2), stacks);
    assert.deepEqual([gotName, gotSeconds], ["slowest", 5]);
    assert.throws(() => verdictOf(lasting(2), []), /a verdict on no stack/);
  });
});
