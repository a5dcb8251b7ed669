import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

describe("start", () => {
  let folder: string;
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  /** Starts `index.ts` in a process, runs `then` there with `started`, which is what it exports. Returns the output. */
  const run = (then: string, environment: Readonly<Record<string, string>> = {}): string =>
    execFileSync(process.execPath, ["-e", script(then)], {
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
  const script = (then: string): string => {
    const options = { folder, entry: "index.ts", file: path.join(folder, "cache/program.js") };
    const loader = require.resolve("../../start/start");
    return `const started = require(${JSON.stringify(loader)}).start(${JSON.stringify(options)});\n${then}`;
  };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "start-")));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("returns the exports of the module, also a function with `export =`", () => {
    write("index.ts", "export = function program(): string {\n  return 'ran';\n};\n");
    assert.equal(run("console.log(started())"), "ran\n");
  });

  it("loads Pulumi's packages from the folder of the sources, not from that of the bundle", () => {
    write("node_modules/@pulumi/own/index.js", "exports.name = 'beside the sources';\n");
    write("cache/node_modules/@pulumi/own/index.js", "exports.name = 'beside the bundle';\n");
    write("index.ts", 'import { name } from "@pulumi/own";\nexport = name;\n');
    assert.equal(run("console.log(started)"), "beside the sources\n");
  });

  it("names the sources in stack traces", () => {
    write(
      "deep/thrower.ts",
      'interface Unused {\n  readonly a: string;\n}\n\nexport function thrower(_: Unused): never {\n  throw new TypeError("here");\n}\n',
    );
    write(
      "index.ts",
      'import { thrower } from "./deep/thrower";\n\nexport = (): never =>\n  thrower({ a: "" });\n',
    );
    const [first, second, third] = run(
      "try { started() } catch (error) { console.log(error.stack) }",
    ).split("\n");
    assert.equal(first, "TypeError: here");
    assert.match(second ?? "", new RegExp(`at thrower \\(${folder}/deep/thrower\\.ts:6:\\d+\\)$`));
    assert.match(third ?? "", new RegExp(`${folder}/index\\.ts:4:\\d+`));
  });

  it("loads TypeScript and npm's resolver only when the SDK uses them", () => {
    for (const name of ["typescript", "@npmcli/arborist"]) {
      write(
        `node_modules/${name}/index.js`,
        `console.log("loads ${name}");\nexports.version = "1";\n`,
      );
    }
    write(
      "node_modules/@pulumi/sdk/index.js",
      'const ts = require("typescript");\nrequire("@npmcli/arborist");\nexports.version = () => ts.version;\n',
    );
    write("index.ts", 'import * as sdk from "@pulumi/sdk";\nexport = sdk.version;\n');
    assert.equal(
      run('console.log("started"); console.log(started());'),
      "started\nloads typescript\n1\n",
    );
  });

  it("applies no patch where the environment turns them off", () => {
    write("node_modules/typescript/index.js", 'console.log("loads typescript");\n');
    write("node_modules/@pulumi/sdk/index.js", 'require("typescript");\n');
    write("index.ts", 'import "@pulumi/sdk";\n\nexport = new Error("here").stack;\n');
    assert.match(
      run("console.log(started)"),
      new RegExp(`^Error: here\n.*${folder}/index\\.ts:3:`),
    );
    assert.match(
      run("console.log(started)", { ACCELERATOR_PLATFORM_NO_PATCHES: "1" }),
      new RegExp(`^loads typescript\nError: here\n.*${folder}/cache/program\\.js:\\d+:`),
    );
  });

  it("throws the faults of the sources, without messages of the bundler", () => {
    write("index.ts", "export const = 1;\n");
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script("")], {
      encoding: "utf8",
    });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^SyntaxError: index\.ts:1:14: Expected identifier but found "="$/m);
  });
});
