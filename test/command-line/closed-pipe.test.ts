import assert from "node:assert/strict";
import { EventEmitter } from "node:events";

import { describe, it } from "mocha";

import { toleratesClosedPipe } from "../../command-line/closed-pipe";

describe("a stream whose reader goes", () => {
  it("loses the rest of the output, and nothing else happens", () => {
    const stream = new EventEmitter();
    toleratesClosedPipe(stream);
    assert.doesNotThrow(() =>
      stream.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
    );
  });

  it("still fails for any other reason", () => {
    const stream = new EventEmitter();
    toleratesClosedPipe(stream);
    const full = Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" });
    assert.throws(() => stream.emit("error", full), full);
  });
});
