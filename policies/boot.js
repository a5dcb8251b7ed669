"use strict";

/**
 * Starts the pack: bundles index.ts into dist/pack.js when that is missing or stale, and runs it.
 * A bundle boots in a fraction of the time in which TypeScript is compiled, and it is compared with
 * its sources by content at each start, so it is never out of date. Prints nothing: the first line on
 * stdout is the port of the analyzer.
 */

const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const folder = __dirname;
const bundle = path.join(folder, "dist", "pack.js");
/** The first line of a bundle: what it was made of, and the hash of that. */
const headerStart = "// made from ";

/** Needed only to serialise functions, which no policy does; they take more time to load than all the rest. */
const neededLate = ["typescript", "@npmcli/arborist"];

run(currentBundle() ?? makeBundle());

/** The text of the bundle on disk if its sources are unchanged, or if nothing could make it anew. */
function currentBundle() {
  const text = readIfExists(bundle);
  if (text === undefined) return undefined;
  const header = headerOf(text);
  if (header !== undefined && hashOf(header.inputs) === header.hash) return text;
  return esbuild() === undefined ? text : undefined;
}

/** Bundles index.ts, keeps the bundle for the next start where the folder can be written, returns its text. */
function makeBundle() {
  const { buildSync } = esbuild() ?? fail();
  const result = buildSync({
    absWorkingDir: folder,
    entryPoints: ["index.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["@pulumi/*"],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const inputs = [...Object.keys(result.metafile.inputs), "boot.js"].sort();
  const header = `${headerStart}${JSON.stringify({ hash: hashOf(inputs), inputs })}`;
  const text = `${header}\n${result.outputFiles[0].text}`;
  keep(text);
  return text;
}

/** Writes to a file of its own first: packs that start at the same time never read half a bundle. */
function keep(text) {
  const temporary = `${bundle}.${process.pid}.${crypto.randomBytes(4).toString("hex")}`;
  try {
    fs.mkdirSync(path.dirname(bundle), { recursive: true });
    fs.writeFileSync(temporary, text);
    fs.renameSync(temporary, bundle);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    if (!["EACCES", "EPERM", "EROFS"].includes(error.code)) throw error;
  }
}

function run(text) {
  const pack = new Module(bundle, module);
  pack.filename = bundle;
  pack.paths = Module._nodeModulePaths(folder);
  const load = Module._load;
  Module._load = (request, ...rest) =>
    neededLate.includes(request)
      ? loadedAtFirstUse(() => load(request, ...rest))
      : load(request, ...rest);
  try {
    pack._compile(text, bundle);
  } finally {
    Module._load = load;
  }
}

function loadedAtFirstUse(load) {
  let loaded;
  return new Proxy(
    {},
    {
      // Compiled imports copy what is no ES module, which would load it at once.
      get: (_, key) => (key === "__esModule" ? true : (loaded ??= load())[key]),
    },
  );
}

function headerOf(text) {
  const line = text.slice(0, text.indexOf("\n"));
  if (!line.startsWith(headerStart)) return undefined;
  try {
    return JSON.parse(line.slice(headerStart.length));
  } catch {
    return undefined;
  }
}

/** Hash of the contents of all inputs; different for an input that is gone. */
function hashOf(inputs) {
  const hash = crypto.createHash("sha256");
  for (const input of inputs) {
    hash.update(`${input}\0`);
    hash.update(readIfExists(path.join(folder, input)) ?? "missing");
  }
  return hash.digest("hex");
}

function readIfExists(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function esbuild() {
  try {
    return require("esbuild");
  } catch {
    return undefined;
  }
}

function fail() {
  console.error(
    "policies: no bundle and nothing to make it with, got neither dist/pack.js nor esbuild; " +
      "expected one of the two; run npm ci in the project's root",
  );
  process.exit(2);
}
