import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { goFields } from "../../../scheduling/values/go-fields";

describe("the words of a text in Go", () => {
  it("are separated by white space of any length", () => {
    assert.deepEqual(goFields("0 2\t* \n *  1"), ["0", "2", "*", "*", "1"]);
  });

  it("are never empty, and a text of white space has none", () => {
    assert.deepEqual(goFields("  "), []);
    assert.deepEqual(goFields(""), []);
    assert.deepEqual(goFields(" a "), ["a"]);
  });

  // https://pkg.go.dev/unicode#IsSpace; JavaScript's \s lacks U+0085 and has U+FEFF.
  it("are separated by the white space of Unicode, not of JavaScript", () => {
    for (const space of ["\v", "\f", "\r", "\u0085", "\u00a0", "\u2003", "\u3000"]) {
      assert.deepEqual(goFields(`a${space}b`), ["a", "b"], JSON.stringify(space));
    }
    for (const letter of ["\ufeff", "\u200b", "V"]) {
      assert.deepEqual(goFields(`a${letter}b`), [`a${letter}b`], JSON.stringify(letter));
    }
  });
});
