import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { renderTable, type TextTable } from "../../command-line/table";

const table = {
  head: ["Tier", "Capacity", "Weight"],
  rows: [
    ["gpu", "spot\non-demand", "90"],
    ["cpu", "-", "0"],
  ],
};

const prose = {
  head: ["Tier", "Declared window"],
  rows: [["gpu", "Sunday at two in the morning in New York, for three hours"]],
};

describe("a plain table", () => {
  it("has aligned columns, without spaces at the end of a line", () => {
    assert.equal(
      renderTable(table, "plain"),
      `Tier  Capacity   Weight
gpu   spot       90
      on-demand
cpu   -          0`,
    );
  });

  it("aligns a column to the right where the column says so", () => {
    const head = ["Tier", { heading: "Weight", align: "right" }] as const;
    const rows = [
      ["gpu", "90"],
      ["cpu", "0"],
    ];
    assert.equal(renderTable({ head, rows }, "plain"), "Tier  Weight\ngpu       90\ncpu        0");
  });

  it("counts a wide character as the two columns that a terminal gives it", () => {
    const wide = { head: ["Pool", "Class"], rows: [["学習", "training"]] };
    assert.equal(renderTable(wide, "plain"), "Pool  Class\n学習  training");
  });

  it("has a rule below the headings where that is asked for", () => {
    assert.equal(
      renderTable(table, "underlined"),
      `Tier  Capacity   Weight
----  ---------  ------
gpu   spot       90
      on-demand
cpu   -          0`,
    );
  });

  it("wraps the cells of its widest column where it has a width", () => {
    assert.equal(
      renderTable(prose, "underlined", 30),
      `Tier  Declared window
----  ------------------------
gpu   Sunday at two in the
      morning in New York, for
      three hours`,
    );
  });

  it("becomes wider than its width where a column must not wrap", () => {
    const head = ["Tier", { heading: "Declared window", wraps: false }];
    assert.equal(
      renderTable({ ...prose, head }, "plain", 30),
      `Tier  Declared window
gpu   Sunday at two in the morning in New York, for three hours`,
    );
  });
});

describe("a boxed table", () => {
  it("has lines round its cells where the terminal is wide enough, to the column", () => {
    const boxes = `┌──────┬───────────┬────────┐
│ Tier │ Capacity  │ Weight │
├──────┼───────────┼────────┤
│ gpu  │ spot      │ 90     │
│      │ on-demand │        │
├──────┼───────────┼────────┤
│ cpu  │ -         │ 0      │
└──────┴───────────┴────────┘`;
    assert.equal(renderTable(table, "boxed", 29), boxes);
    assert.equal(renderTable(table, "boxed", 200), boxes);
  });

  it("wraps its cells between words on a narrower terminal", () => {
    assert.equal(
      renderTable(prose, "boxed", 40),
      `┌──────┬───────────────────────────────┐
│ Tier │ Declared window               │
├──────┼───────────────────────────────┤
│ gpu  │ Sunday at two in the morning  │
│      │ in New York, for three hours  │
└──────┴───────────────────────────────┘`,
    );
  });

  it("is a block for each row where the words themselves do not fit", () => {
    assert.equal(
      renderTable(table, "boxed", 28),
      `gpu
  Capacity  spot
            on-demand
  Weight    90
cpu
  Capacity  -
  Weight    0`,
    );
    assert.equal(
      renderTable({ ...prose, rows: [["gpu-inference", prose.rows[0]?.[1] ?? ""]] }, "boxed", 34),
      `gpu-inference
  Declared window  Sunday at two in
                   the morning in
                   New York, for
                   three hours`,
    );
  });

  it("never has a line of more than 80 characters on a terminal of 80, and never cuts a word", () => {
    const wide: TextTable = {
      head: ["Tier", "Taints", "Limits", "Windows of the next 7 days"],
      rows: [
        [
          "gpu-inference",
          "nvidia.com/gpu=true:NoSchedule\nworkload=inference:NoSchedule",
          "nvidia.com/gpu 50",
          "Sun 18 Jan 02:00-04:00 EST (07:00-09:00 UTC)",
        ],
      ],
    };
    const text = renderTable(wide, "boxed", 80);
    assert.deepEqual(
      text.split("\n").filter((line) => line.length > 80),
      [],
    );
    for (const word of wide.rows.flat().join(" ").split(/\s+/))
      assert.ok(text.includes(word), word);
  });
});
