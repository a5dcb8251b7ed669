import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatElapsed, reporterFor } from "../../command-line/reporter";

const erase = "\r\u001b[2K";

function written(sink: { isTTY?: boolean; columns?: number }): {
  text: string[];
  reporter: ReturnType<typeof reporterFor>;
} {
  const text: string[] = [];
  return { text, reporter: reporterFor({ ...sink, write: (one) => text.push(one) }) };
}

describe("a reporter", () => {
  it("writes plain lines to a log and leaves the status out", () => {
    const { text, reporter } = written({});
    reporter.status("half way");
    reporter.line("done");
    assert.deepEqual(text, ["done\n"]);
  });

  it("updates one line on a terminal and removes it before the next finished one", () => {
    const { text, reporter } = written({ isTTY: true, columns: 80 });
    reporter.status("one");
    reporter.status("two");
    reporter.line("done");
    reporter.line("again");
    assert.deepEqual(text, [`${erase}one`, `${erase}two`, `${erase}done\n`, "again\n"]);
  });

  it("cuts a status to the width of the terminal, so that it can be erased", () => {
    const { text, reporter } = written({ isTTY: true, columns: 6 });
    reporter.status("1234567890");
    assert.deepEqual(text, [`${erase}12345`]);
  });
});

describe("elapsed time", () => {
  it("is seconds, then minutes and seconds", () => {
    assert.equal(formatElapsed(0), "0s");
    assert.equal(formatElapsed(59_999), "59s");
    assert.equal(formatElapsed(60_000), "1m00s");
    assert.equal(formatElapsed(605_000), "10m05s");
  });
});
