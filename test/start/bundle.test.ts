import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, describe, it } from "mocha";

import { bundleOf, type BundleOptions } from "../../start/bundle";

/** Waits longer than a tick of the clock of a file system. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));

describe("bundleOf", () => {
  let folder: string;
  let options: BundleOptions;
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "bundle-"));
    options = { folder, entry: "index.ts", file: path.join(folder, "cache", "program.js") };
    write("index.ts", 'import { answer } from "./answer";\nexport const said: number = answer;\n');
    write("answer.ts", "export const answer: number = 41;\n");
    await settled();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("bundles the entry with its imports, and keeps the bundle in one file", () => {
    const { text } = bundleOf(options);
    assert.match(text, /answer = 41;/);
    assert.equal(readFileSync(options.file, "utf8"), text);
    assert.deepEqual(readdirSync(path.dirname(options.file)), ["program.js"]);
  });

  it("takes the bundle on disk while its sources are unchanged", () => {
    writeFileSync(options.file, mark(bundleOf(options).text));
    assert.match(bundleOf(options).text, /answer = 4242;/);
  });

  it("notices an edit at once, even one of the same length within one tick of the clock", () => {
    for (const answer of [42, 43, 44, 45, 46]) {
      write("answer.ts", `export const answer: number = ${answer};\n`);
      assert.match(bundleOf(options).text, new RegExp(`answer = ${answer};`));
    }
  });

  it("does not keep a bundle whose sources may have changed while it was made", async () => {
    write("answer.ts", "export const answer: number = 42;\n");
    bundleOf(options);
    assert.equal(existsSync(options.file), false);
    await settled();
    bundleOf(options);
    assert.equal(existsSync(options.file), true);
  });

  it("makes a new bundle when the one on disk is damaged, and reports an import that is gone", () => {
    const { text } = bundleOf(options);
    for (const damaged of ["", "no header\n", "// made from {\n", `// made from null\n`]) {
      writeFileSync(options.file, damaged);
      assert.equal(bundleOf(options).text, text);
    }
    rmSync(path.join(folder, "answer.ts"));
    assert.throws(() => bundleOf(options), {
      name: "SyntaxError",
      message: 'index.ts:1:24: Could not resolve "./answer"\n  import { answer } from "./answer";',
    });
  });

  it("names file, line and column of every syntax error, and never gives an older bundle instead", () => {
    bundleOf(options);
    write("answer.ts", "export const answer = ;\n");
    write("other.ts", "\n  export const other = = 1;\n");
    write("index.ts", 'export * from "./answer";\nexport * from "./other";\n');
    assert.throws(() => bundleOf(options), {
      name: "SyntaxError",
      message:
        'answer.ts:1:23: Unexpected ";"\n  export const answer = ;\n' +
        'other.ts:2:24: Unexpected "="\n  export const other = = 1;',
    });
  });

  it("gives, without esbuild, only a bundle of the present sources", () => {
    const { text } = bundleOf(options);
    assert.equal(withoutEsbuild(options), text);
    write("answer.ts", "export const answer: number = 42;\n");
    assert.equal(
      withoutEsbuild(options),
      "NO_BUNDLE: index.ts: no bundle of these sources and nothing to make it with, got a cache/program.js of other sources and no esbuild; expected one of the two; run npm ci in the project's root",
    );
    rmSync(options.file);
    assert.match(
      withoutEsbuild(options),
      /^NO_BUNDLE: .*, got no cache\/program\.js and no esbuild;/,
    );
  });

  it("gives a bundle even where it cannot be written to a file", () => {
    write("cache", "a file where the folder would be");
    const { text } = bundleOf(options);
    assert.match(text, /answer = 41;/);
    assert.equal(readFileSync(path.join(folder, "cache"), "utf8").length, 32);
  });

  it("gives the same bundle to processes that start at the same time", async () => {
    const script = `
      const { bundleOf } = require(${JSON.stringify(require.resolve("../../start/bundle"))});
      process.stdout.write(bundleOf(${JSON.stringify(options)}).text);`;
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() => promisify(execFile)(process.execPath, ["-e", script])),
    );
    const { text } = bundleOf(options);
    assert.deepEqual(
      runs.map(({ stdout }) => stdout === text),
      [true, true, true, true],
    );
    assert.deepEqual(readdirSync(path.dirname(options.file)), ["program.js"]);
  });
});

/** Runs a process that cannot load esbuild. Returns its output: the bundle, or the code and the message of the error. */
function withoutEsbuild(options: BundleOptions): string {
  const script = `
    const Module = require("node:module");
    const load = Module._load;
    Module._load = (request, ...rest) => {
      if (request === "esbuild") throw new Error("Cannot find module 'esbuild'");
      return load(request, ...rest);
    };
    const { bundleOf } = require(${JSON.stringify(require.resolve("../../start/bundle"))});
    try {
      process.stdout.write(bundleOf(${JSON.stringify(options)}).text);
    } catch ({ code, message }) {
      process.stdout.write(\`\${code}: \${message}\`);
    }`;
  return execFileSync(process.execPath, ["-e", script], { encoding: "utf8" });
}

/** The same bundle with another answer. Only a program that reads the file can give this answer. */
function mark(text: string): string {
  assert.ok(text.includes("answer = 41;"));
  return text.replace("answer = 41;", "answer = 4242;");
}
