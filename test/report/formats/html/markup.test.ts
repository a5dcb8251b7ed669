import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { escaped, markup } from "../../../../report/formats/html/markup";

describe("markup", () => {
  it("escapes text in elements and attributes", () => {
    const name = `<script>alert("x")</script>&'`;
    assert.equal(
      markup`<p title="${name}">${name}</p>`.html,
      '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;">' +
        "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;</p>",
    );
  });

  it("keeps markup and lists of it, escapes text in lists, and leaves undefined out", () => {
    const items = ["a", "<b>"].map((item) => markup`<li>${item}</li>`);
    assert.equal(
      markup`<ul>${items}</ul>${undefined}${["<", 2]}`.html,
      "<ul><li>a</li><li>&lt;b&gt;</li></ul>&lt;2",
    );
  });

  it("escapes text that only looks like markup", () => {
    assert.equal(markup`${JSON.parse('"<i>"') as string}`.html, "&lt;i&gt;");
  });

  it("shows control characters and reversed text as a replacement character", () => {
    assert.equal(escaped("a\u0000b\u202Ec\u009Fd\te\n"), "a\uFFFDb\uFFFDc\uFFFDd\te\n");
  });

  it("leaves no character that could end a text or an attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.doesNotMatch(escaped(text), /[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
