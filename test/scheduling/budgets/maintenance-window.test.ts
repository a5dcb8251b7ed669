import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  formatMaintenanceWindow,
  maintenanceWindowAnnotationKey,
  parseMaintenanceWindow,
  weekdays,
  type MaintenanceWindow,
} from "../../../scheduling/budgets/maintenance-window";
import { faultText } from "../../../scheduling/values/fault";

function read(text: string): MaintenanceWindow {
  const parsed = parseMaintenanceWindow(text);
  assert.ok("window" in parsed, JSON.stringify(parsed));
  return parsed.window;
}

function faultIn(text: string): string | undefined {
  const parsed = parseMaintenanceWindow(text);
  return "fault" in parsed ? faultText(parsed.fault) : undefined;
}

describe("a maintenance window", () => {
  it("is declared in one annotation", () => {
    assert.equal(maintenanceWindowAnnotationKey, "accelerator-platform.io/maintenance-window");
  });

  const cases: readonly [string, MaintenanceWindow, string?][] = [
    [
      "SUN 02:00 3h America/New_York",
      { days: ["SUN"], start: "02:00", lengthMinutes: 180, timeZone: "America/New_York" },
    ],
    [
      "MON-FRI 22:30 1h30m Asia/Tokyo",
      {
        days: ["MON", "TUE", "WED", "THU", "FRI"],
        start: "22:30",
        lengthMinutes: 90,
        timeZone: "Asia/Tokyo",
      },
    ],
    [
      "SAT,SUN 01:00 2h UTC",
      { days: ["SAT", "SUN"], start: "01:00", lengthMinutes: 120, timeZone: "UTC" },
    ],
    [
      "daily 02:00 24h Asia/Tokyo",
      { days: weekdays, start: "02:00", lengthMinutes: 1440, timeZone: "Asia/Tokyo" },
    ],
    [
      "SAT-MON 00:00 45m UTC",
      { days: ["MON", "SAT", "SUN"], start: "00:00", lengthMinutes: 45, timeZone: "UTC" },
      "MON,SAT,SUN 00:00 45m UTC",
    ],
    [
      "SUN,MON,TUE-WED 00:00 90m UTC",
      { days: ["MON", "TUE", "WED", "SUN"], start: "00:00", lengthMinutes: 90, timeZone: "UTC" },
      "MON-WED,SUN 00:00 1h30m UTC",
    ],
    [
      "MON-SUN 23:59 1m UTC",
      { days: weekdays, start: "23:59", lengthMinutes: 1, timeZone: "UTC" },
      "daily 23:59 1m UTC",
    ],
  ];
  for (const [text, window, canonical] of cases) {
    it(`is read from "${text}"`, () => {
      assert.deepEqual(read(text), window);
      assert.equal(formatMaintenanceWindow(window), canonical ?? text);
    });
  }

  const form = "<days> <HH:MM> <length> <time zone>, e.g. SUN 02:00 3h America/New_York";
  const days = 'daily, or MON, TUE, WED, THU, FRI, SAT, SUN joined by "," and "-"';
  const faults: readonly [string, string][] = [
    ["", `is no maintenance window, got ""; expected ${form}`],
    ["SUN 02:00 3h", `is no maintenance window, got "SUN 02:00 3h"; expected ${form}`],
    ["SUN  02:00 3h UTC", `is no maintenance window, got "SUN  02:00 3h UTC"; expected ${form}`],
    ["sun 02:00 3h UTC", `names no days, got "sun"; expected ${days}`],
    ["SUNDAY 02:00 3h UTC", `names no days, got "SUNDAY"; expected ${days}`],
    ["MON-TUE-WED 02:00 3h UTC", `names no days, got "MON-TUE-WED"; expected ${days}`],
    ["MON- 02:00 3h UTC", `names no days, got "MON-"; expected ${days}`],
    ["MON, 02:00 3h UTC", `names no days, got "MON,"; expected ${days}`],
    ["SUN 2:00 3h UTC", 'has no time of day, got "2:00"; expected HH:MM from 00:00 to 23:59'],
    ["SUN 24:00 3h UTC", 'has no time of day, got "24:00"; expected HH:MM from 00:00 to 23:59'],
    ["SUN 02:00 0h UTC", 'has no length, got "0h"; expected 1m to 24h, e.g. 3h or 1h30m'],
    ["SUN 02:00 24h1m UTC", 'has no length, got "24h1m"; expected 1m to 24h, e.g. 3h or 1h30m'],
    ["SUN 02:00 3 UTC", 'has no length, got "3"; expected 1m to 24h, e.g. 3h or 1h30m'],
    [
      "SUN 02:00 3h Mars/Olympus",
      'names no time zone, got "Mars/Olympus"; expected an IANA name, e.g. Asia/Tokyo',
    ],
    [
      "SUN 02:00 3h +09:00",
      'names no time zone, got "+09:00"; expected an IANA name, e.g. Asia/Tokyo',
    ],
  ];
  for (const [text, fault] of faults) {
    it(`is not read from "${text}"`, () => assert.equal(faultIn(text), fault));
  }

  it("is refused with too many or too few parts, or with characters around its parts", () => {
    for (const text of [
      "SUN 02:00 3h UTC now",
      "SUN 02:00 3h",
      " 02:00 3h UTC",
      "SUN  3h UTC",
      "SUN 02:00  UTC",
      "SUN 02:00 3h ",
    ]) {
      assert.equal(
        faultIn(text),
        `is no maintenance window, got "${text}"; expected <days> <HH:MM> <length> <time zone>, e.g. SUN 02:00 3h America/New_York`,
      );
    }
    for (const start of ["x02:00", "02:00x", "24:00", "02:60", "2:00"]) {
      assert.equal(
        faultIn(`SUN ${start} 3h UTC`),
        `has no time of day, got "${start}"; expected HH:MM from 00:00 to 23:59`,
      );
    }
    for (const length of ["x3h", "3hx", "0m", "24h1m", "100h"]) {
      assert.equal(
        faultIn(`SUN 02:00 ${length} UTC`),
        `has no length, got "${length}"; expected 1m to 24h, e.g. 3h or 1h30m`,
      );
    }
    for (const zone of ["+09:00", "1UTC", "Asia/Tokio"]) {
      assert.equal(
        faultIn(`SUN 02:00 3h ${zone}`),
        `names no time zone, got "${zone}"; expected an IANA name, e.g. Asia/Tokyo`,
      );
    }
  });

  it("is the same after writing and reading it", () => {
    const windows = fc.record({
      days: fc.subarray([...weekdays], { minLength: 1 }),
      start: fc
        .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
        .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":")),
      lengthMinutes: fc.integer({ min: 1, max: 1440 }),
      timeZone: fc.constantFrom("UTC", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"),
    });
    fc.assert(
      fc.property(windows, (window) => {
        assert.deepEqual(read(formatMaintenanceWindow(window)), { ...window });
      }),
    );
  });

  it("is refused without an exception for any value", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.ok("fault" in parseMaintenanceWindow(value as string));
      }),
    );
  });
});
