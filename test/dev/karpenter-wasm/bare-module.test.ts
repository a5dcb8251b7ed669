import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { copyWithoutCrds } from "../../../dev/karpenter-wasm/bare-module";

describe("a copy of a Karpenter module", () => {
  let folder: string;
  let module: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "module-"));
    module = join(folder, "module");
    const files = {
      "go.mod": "module x\n",
      "README.md": "read me",
      "pkg/apis/apis.go": "package apis\n",
      "pkg/apis/crds/pools.yaml": "kind: CustomResourceDefinition\n",
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(module, path)), { recursive: true });
      writeFileSync(join(module, path), text);
      chmodSync(join(module, path), 0o444);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("has all packages and empty CRDs, and is writable", () => {
    const copy = join(folder, "copies", "v1", "x");
    copyWithoutCrds(module, copy);
    const files = readdirSync(copy, { recursive: true, encoding: "utf8" }).sort();
    assert.deepEqual(files, [
      "go.mod",
      "pkg",
      "pkg/apis",
      "pkg/apis/apis.go",
      "pkg/apis/crds",
      "pkg/apis/crds/pools.yaml",
    ]);
    assert.equal(readFileSync(join(copy, "pkg/apis/apis.go"), "utf8"), "package apis\n");
    assert.equal(readFileSync(join(copy, "pkg/apis/crds/pools.yaml"), "utf8"), "{}\n");
    writeFileSync(join(copy, "go.mod"), "module y\n");
    assert.deepEqual(readdirSync(join(folder, "copies", "v1")), ["x"]);
  });

  it("stays as it is when another process has made it first", () => {
    const copy = join(folder, "copy");
    copyWithoutCrds(module, copy);
    writeFileSync(join(copy, "go.mod"), "module quicker\n");
    copyWithoutCrds(module, copy);
    assert.equal(readFileSync(join(copy, "go.mod"), "utf8"), "module quicker\n");
    assert.deepEqual(readdirSync(folder).sort(), ["copy", "module"]);
  });
});
