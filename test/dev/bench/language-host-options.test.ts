import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

import { hostWithoutTypeScript } from "../../../dev/bench/language-host-options";

describe("hostWithoutTypeScript", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "host-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("returns the installed host, which reads Pulumi.yaml itself", () => {
    const target = path.join(folder, "none");
    assert.equal(
      hostWithoutTypeScript({ folder: "/installed", startsPolicyPacks: true }, target),
      "/installed",
    );
    assert.equal(existsSync(target), false);
  });

  it("returns a wrapper that starts the built host with the option and with the arguments of the CLI", () => {
    const [built, target] = [path.join(folder, "built host"), path.join(folder, "target")];
    mkdirSync(built);
    const host = path.join(built, "pulumi-language-nodejs");
    writeFileSync(host, '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    assert.equal(
      hostWithoutTypeScript({ folder: built, startsPolicyPacks: false }, target),
      target,
    );
    const said = execFileSync(path.join(target, "pulumi-language-nodejs"), ["127.0.0.1:1", "a b"]);
    assert.equal(said.toString(), "-typescript=false\n127.0.0.1:1\na b\n");
  });
});
