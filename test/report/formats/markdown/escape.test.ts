import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { code, escape } from "../../../../report/formats/markdown/escape";

describe("text in Markdown", () => {
  it("is shown unchanged", () => {
    assert.equal(
      escape("a*b_c [d](e) | `f` ~g~ <h> & i"),
      "a\\*b\\_c \\[d\\](e) \\| \\`f\\` \\~g\\~ &lt;h&gt; &amp; i",
    );
    assert.equal(escape("g5.xlarge, $1,234 an hour"), "g5.xlarge, $1,234 an hour");
  });

  it("mentions nobody and links to nothing", () => {
    assert.equal(
      escape("@team #12 https://a.b www.a.b"),
      "@\u2060team #\u206012 https:\u2060//a.b www\u2060.a.b",
    );
  });

  it("begins no heading and no list, and stays on its line", () => {
    assert.equal(escape("# a"), "\\# a");
    assert.equal(escape("- a\n- b"), "\\- a - b");
    assert.equal(escape("1. a"), "\\1. a");
  });

  it("never holds a bare character that would end a cell or begin an element", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.doesNotMatch(escape(text), /[<>\n]|(?<!\\)(\\\\)*\|/);
      }),
    );
  });

  it("cannot leave its code", () => {
    assert.equal(code("a`b|c\nd"), "`a'b\\|c d`");
  });
});
