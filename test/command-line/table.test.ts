import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { renderTable } from "../../command-line/table";

const table = {
  head: ["Tier", "Capacity", "Weight"],
  rows: [
    ["gpu", "spot\non-demand", "90"],
    ["cpu", "-", "0"],
  ],
};

describe("a table", () => {
  it("is aligned columns in a log, without blanks at the end of a line", () => {
    assert.equal(
      renderTable(table, undefined),
      `Tier  Capacity   Weight
gpu   spot       90
      on-demand
cpu   -          0`,
    );
  });

  it("has lines round its cells on a terminal that is wide enough, to the column", () => {
    const boxes = `┌──────┬───────────┬────────┐
│ Tier │ Capacity  │ Weight │
├──────┼───────────┼────────┤
│ gpu  │ spot      │ 90     │
│      │ on-demand │        │
├──────┼───────────┼────────┤
│ cpu  │ -         │ 0      │
└──────┴───────────┴────────┘`;
    assert.equal(renderTable(table, 29), boxes);
    assert.equal(renderTable(table, 200), boxes);
  });

  it("is a block for each row on a narrower one", () => {
    assert.equal(
      renderTable(table, 28),
      `gpu
  Capacity  spot
            on-demand
  Weight    90
cpu
  Capacity  -
  Weight    0`,
    );
  });
});
