import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { embeddedVersions } from "../../../scheduling/karpenter/karpenter-version";
import {
  glueFile,
  licencesFile,
  moduleVersions,
  storedProgram,
  toolchain,
} from "../../../dev/karpenter-wasm/go-program";
import { licencesText, withoutLicence } from "../../../dev/karpenter-wasm/licences";

describe("the Go program of the embedded Karpenter", () => {
  it("requires the versions of karpenter-version.ts for Karpenter and its AWS provider", () => {
    assert.deepEqual(
      [...moduleVersions()].map(([module, { required, wanted }]) => [module, required, wanted]),
      [
        ["sigs.k8s.io/karpenter", "1.15.0", "1.15.0"],
        ["github.com/aws/karpenter-provider-aws", "1.15.2", "1.15.2"],
      ],
    );
  });

  it("pins one Go toolchain, so that every machine builds the same bytes", () => {
    assert.match(toolchain(), /^go1\.\d+\.\d+$/);
  });

  it("is stored as WebAssembly that names that toolchain and no local folder", () => {
    const program = storedProgram();
    assert.deepEqual([...program.subarray(0, 8)], [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    assert.ok(program.includes(Buffer.from(toolchain())));
    for (const folder of ["/root/go/pkg", "/home/", "/usr/local/go"]) {
      assert.equal(program.includes(Buffer.from(folder)), false, folder);
    }
  }).timeout(30_000);

  it("comes with Go's JavaScript and the licences of its modules", () => {
    assert.match(readFileSync(glueFile, "utf8"), /^\/\/ Copyright 2018 The Go Authors\./);
    const licences = readFileSync(licencesFile, "utf8");
    for (const module of [
      `sigs.k8s.io/karpenter v${embeddedVersions.core}`,
      `github.com/aws/karpenter-provider-aws v${embeddedVersions.providerAws}`,
      toolchain(),
    ]) {
      assert.ok(licences.split("\n").includes(module), module);
    }
  });
});

describe("the licences of Go modules", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "licences-"));
    const files = {
      "a/LICENSE": "MIT\r\n",
      "b/LICENSE.txt": "MIT",
      "b/NOTICE": "by B",
      "c/x.go": "",
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const moduleIn = (name: string): { name: string; folder: string } => ({
    name: `${name} v1`,
    folder: join(folder, name),
  });

  it("are listed once per text, with the modules that have this text", () => {
    const line = "=".repeat(80);
    assert.equal(
      licencesText([moduleIn("b"), moduleIn("a")]),
      "karpenter.wasm.br holds code of these modules, under these licences.\n" +
        `\n${line}\na v1\nb v1\n\nMIT\n\n${line}\nb v1\n\nby B\n`,
    );
  });

  it("are reported as missing for a module without one", () => {
    const modules = [moduleIn("a"), moduleIn("c"), moduleIn("nowhere")];
    assert.deepEqual(withoutLicence(modules), ["c v1", "nowhere v1"]);
  });
});
