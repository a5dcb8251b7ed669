import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { findBuiltProgram } from "../../../dev/programs/built-program";
import type { GoProgram } from "../../../sandbox/binaries/go-build";
import { testPrograms } from "../../../dev/programs/test-programs";
import { MissingTool } from "../../../command-line/missing-tool";
import { writeGo, writeScript } from "../../support/fake-programs";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

/** A program whose module folder is in a temporary folder. */
function programIn(folder: string): GoProgram {
  const moduleFolder = path.join(folder, "module");
  fs.mkdirSync(moduleFolder);
  fs.writeFileSync(path.join(moduleFolder, "go.mod"), "module example\n");
  return {
    title: "example v1",
    name: "example",
    moduleFolder,
    package: ".",
    linkerFlags: [],
    expectedDuration: "a moment",
  };
}

describe("a program that is built from its pinned Go module", () => {
  it("is built once for the same source, and again for another", () =>
    withTemporaryFolder(async (home) => {
      const program = programIn(home);
      const log = path.join(home, "go.log");
      writeGo(path.join(home, "bin"), log, "1");
      const environment = { HOME: home, PATH: path.join(home, "bin") };
      const find = () => findBuiltProgram(program, environment, recordingReporter());
      const builds = () => fs.readFileSync(log, "utf8").trim().split("\n").length;

      const first = await find();
      assert.match(first, /\/\.cache\/accelerator-platform\/example\/[0-9a-f]{16}\/bin\/example$/);
      assert.equal(await find(), first);
      assert.equal(builds(), 1);

      fs.writeFileSync(path.join(program.moduleFolder, "main.go"), "package main\n");
      assert.notEqual(await find(), first);
      assert.equal(builds(), 2);
    }));

  it("is reported as missing, with everything that was tried, when there is no Go", () =>
    withTemporaryFolder(async (home) => {
      const program = programIn(home);
      await assert.rejects(
        findBuiltProgram(program, { HOME: home }, recordingReporter()),
        (error: Error) => {
          assert.ok(error instanceof MissingTool);
          assert.match(
            error.message,
            /^example v1 is missing, and the tests need it\. Tried:\n {2}- none in .*\n {2}- no Go on the PATH to build it with\nInstall Go 1\.26 or newer/,
          );
          return true;
        },
      );
    }));

  it("is reported with the compiler's output when its build fails, and leaves nothing behind", () =>
    withTemporaryFolder(async (home) => {
      const program = programIn(home);
      const bin = path.join(home, "bin");
      writeScript(bin, "go", ['echo "main.go:1: no such thing" >&2', "exit 1"]);
      await assert.rejects(
        findBuiltProgram(program, { HOME: home, PATH: bin }, recordingReporter()),
        /building it with .*\/bin\/go failed: exit code 1\nmain\.go:1: no such thing/,
      );
      assert.deepEqual(fs.readdirSync(path.join(home, ".cache/accelerator-platform/example")), []);
    }));
});

describe("the programs of the tests", () => {
  for (const program of testPrograms) {
    it(`pin the module of ${program.name} with its checksums`, () => {
      const [mod, sum] = ["go.mod", "go.sum"].map((name) =>
        fs.readFileSync(path.join(program.moduleFolder, name), "utf8"),
      );
      assert.match(sum ?? "", / h1:/);
      const version = /v\d+\.\d+\.\d+/.exec(program.title)?.[0] ?? "";
      assert.ok((mod ?? "").includes(` ${version}\n`), `${program.title} in go.mod`);
    });
  }
});
