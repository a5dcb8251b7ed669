import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  formatOffset,
  formatWeekHours,
  shifted,
  totalMinutes,
} from "../../../policies/support/week-hours";

const day = 1440;
const week = 7 * day;

describe("formatWeekHours", () => {
  for (const [intervals, text] of [
    [[{ from: 0, to: week }], "at any time"],
    [[{ from: 0, to: 60 }], "MON 00:00-01:00"],
    [[{ from: 23 * 60, to: day }], "MON 23:00-24:00"],
    [[{ from: 23 * 60, to: day + 60 }], "MON 23:00-01:00"],
    [[{ from: 5 * day, to: week }], "SAT 00:00 for 48h"],
    [[{ from: 0, to: day + 90 }], "MON 00:00 for 25h30m"],
    [[0, 1, 2, 3, 4].map((n) => ({ from: n * day, to: n * day + 60 })), "MON-FRI 00:00-01:00"],
    [[0, 2, 6].map((n) => ({ from: n * day + 30, to: n * day + 60 })), "MON,WED,SUN 00:30-01:00"],
    [[0, 1, 2, 3, 4, 5, 6].map((n) => ({ from: n * day, to: n * day + 60 })), "daily 00:00-01:00"],
    // What the end of the week cuts is one stretch from Sunday evening.
    [
      [
        { from: 0, to: 60 },
        { from: week - 60, to: week },
      ],
      "SUN 23:00-01:00",
    ],
    [
      [0, 1, 2, 3, 4].map((n) => ({ from: n * 120, to: n * 120 + 60 })),
      "MON 00:00-01:00, MON 02:00-03:00, MON 04:00-05:00 and 2 more",
    ],
  ] as const) {
    it(`writes ${text}`, () => {
      assert.equal(formatWeekHours(intervals), text);
    });
  }
});

describe("shifted", () => {
  it("moves hours over the end of the week", () => {
    assert.deepEqual(shifted([{ from: week - 60, to: week }], 90), [{ from: 30, to: 90 }]);
    assert.deepEqual(shifted([{ from: 0, to: 60 }], -30), [
      { from: 0, to: 30 },
      { from: week - 30, to: week },
    ]);
  });
});

describe("totalMinutes", () => {
  it("counts overlapping minutes once", () => {
    const intervals = [
      { from: 0, to: 60 },
      { from: 30, to: 90 },
      { from: week - 30, to: week },
    ];
    assert.equal(totalMinutes(intervals), 120);
  });
});

describe("formatOffset", () => {
  it("writes hours and minutes with their sign", () => {
    assert.deepEqual([-300, 0, 330].map(formatOffset), ["UTC-05:00", "UTC+00:00", "UTC+05:30"]);
  });
});
