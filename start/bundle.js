"use strict";

/**
 * Bundles a TypeScript module with everything it imports, and keeps the bundle in a file.
 *
 * At each start, the bundle is compared with the contents of its sources. It is therefore never out of date: after an
 * edit, the next `pulumi preview` runs the edited program. This file is plain JavaScript, because nothing can compile
 * TypeScript before it runs.
 */

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { lineTable } = require("./line-table");

/** The first line of a bundle starts with this. JSON follows: the sources, their hash and the table of lines. */
const headerStart = "// made from ";

/** Not bundled: the process has loaded them already, and a second copy would have its own state and its own classes. */
const external = ["@pulumi/*", "google-protobuf", "google-protobuf/*"];

const clockTickMilliseconds = 20;

/** See bundle.d.ts. */
exports.bundleOf = function bundleOf(options) {
  const text = readIfExists(options.file);
  const header = text === undefined ? undefined : headerOf(text);
  if (header !== undefined && isOfTheseSources(header, options.folder)) {
    return { text, lines: header.lines };
  }
  const esbuild = loadEsbuild();
  if (esbuild !== undefined) return makeBundle(esbuild, options);
  const file = path.relative(options.folder, options.file);
  // A bundle of older sources must not run: nobody would notice that it is yesterday's program.
  const what = header === undefined ? `no ${file}` : `a ${file} of other sources`;
  const missing = new Error(
    `${options.entry}: no bundle of these sources and nothing to make it with, got ${what} ` +
      "and no esbuild; expected one of the two; run npm ci in the project's root",
  );
  throw Object.assign(missing, { code: "NO_BUNDLE" });
};

/** Makes a bundle, and keeps it for the next start. */
function makeBundle(esbuild, { folder, entry, file }) {
  const begun = Date.now();
  const result = build(esbuild, folder, entry);
  const [map, code] = result.outputFiles;
  const inputs = [...Object.keys(result.metafile.inputs), ...madeBy(folder)].sort();
  const lines = lineTable(JSON.parse(map.text), path.dirname(map.path), folder);
  const hash = hashOf(folder, inputs);
  const header = JSON.stringify({ hash, bundler: bundlerVersion(), inputs, lines });
  const text = `${headerStart}${header}\n${code.text}`;
  if (!inputs.some((input) => changedSince(path.join(folder, input), begun))) keep(file, text);
  return { text, lines };
}

/**
 * Whether a source may have changed after `time`. Such a bundle must not be kept, because its hash may be of a later
 * content. Nobody can set the change time of an inode back, unlike the modification time. File systems take both from
 * a clock that ticks every few milliseconds.
 */
function changedSince(file, time) {
  const { ctimeMs } = fs.statSync(file, { throwIfNoEntry: false }) ?? { ctimeMs: Infinity };
  return ctimeMs > time - clockTickMilliseconds;
}

function build({ buildSync }, folder, entry) {
  try {
    return buildSync({
      absWorkingDir: folder,
      entryPoints: [entry],
      outdir: folder,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20",
      external,
      sourcemap: "external",
      sourcesContent: false,
      metafile: true,
      write: false,
      logLevel: "silent",
    });
  } catch (error) {
    if (!Array.isArray(error.errors) || error.errors.length === 0) throw error;
    // For an error of this name, Pulumi prints only the message: its stack trace does not help anybody.
    throw new SyntaxError(error.errors.map(faultOf).join("\n"));
  }
}

function faultOf({ text, location }) {
  if (location === null) return text;
  return `${location.file}:${location.line}:${location.column + 1}: ${text}\n  ${location.lineText.trim()}`;
}

/** The other files that decide what is in a bundle: this code and the settings of the compiler. */
function madeBy(folder) {
  const settings = path.join(__dirname, "..", "tsconfig.json");
  return [__filename, path.join(__dirname, "line-table.js"), settings].map((file) =>
    path.relative(folder, file),
  );
}

/** The version of the bundler that is installed; undefined where none is. */
function bundlerVersion() {
  try {
    return require("esbuild/package.json").version;
  } catch {
    return undefined;
  }
}

/** Where no bundler is installed, any version may have made the bundle, because its sources are unchanged. */
function isOfTheseSources({ hash, bundler, inputs }, folder) {
  return hashOf(folder, inputs) === hash && bundler === (bundlerVersion() ?? bundler);
}

/**
 * Writes a new file and then renames it, so that programs that start at the same time never read half a bundle. Where
 * nothing can be written, each start makes the bundle again. That is slow, but no reason to stop. The function
 * `writeAtomically` of command-line/ does the same, but it is TypeScript.
 */
function keep(file, text) {
  const temporary = `${file}.${process.pid}.${crypto.randomBytes(4).toString("hex")}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(temporary, text);
    fs.renameSync(temporary, file);
  } catch {
    try {
      fs.rmSync(temporary, { force: true });
    } catch {
      // The file was never written.
    }
  }
}

function headerOf(text) {
  const line = text.slice(0, text.indexOf("\n"));
  if (!line.startsWith(headerStart)) return undefined;
  try {
    const header = JSON.parse(line.slice(headerStart.length));
    return Array.isArray(header?.inputs) ? header : undefined;
  } catch {
    return undefined;
  }
}

/** The hash of the contents of all inputs. It changes when an input is removed. */
function hashOf(folder, inputs) {
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
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function loadEsbuild() {
  try {
    return require("esbuild");
  } catch {
    return undefined;
  }
}
