"use strict";

/**
 * Keeps one bundle of a TypeScript entry and of all it imports, except what must not be there twice.
 *
 * A bundle is compared with its sources by content at each start, so it is never out of date: who edits
 * a file and runs `pulumi preview` sees the edit. Plain JavaScript, because it runs before anything could
 * turn TypeScript into it.
 */

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { lineTable } = require("./line-table");

/** The first line of a bundle: what it was made of, the hash of that, and where its lines came from. */
const headerStart = "// made from ";

/** Of these the process has one copy already, with state or classes that others compare with. */
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
  // Of sources that have changed: yesterday's program, or yesterday's policies, which nobody would notice.
  const what = header === undefined ? `no ${file}` : `a ${file} of other sources`;
  const missing = new Error(
    `${options.entry}: no bundle of these sources and nothing to make it with, got ${what} ` +
      "and no esbuild; expected one of the two; run npm ci in the project's root",
  );
  throw Object.assign(missing, { code: "NO_BUNDLE" });
};

/** Bundles the entry, keeps the bundle for the next start where it can be written, returns it. */
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
 * Whether a source may have changed while it was bundled: what was bundled is not what was hashed then.
 * The status change time cannot be set back; file systems take it from a clock that ticks every few
 * milliseconds.
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
    // By this name Pulumi knows an error whose stack says nothing.
    throw new SyntaxError(error.errors.map(faultOf).join("\n"));
  }
}

function faultOf({ text, location }) {
  if (location === null) return text;
  return `${location.file}:${location.line}:${location.column + 1}: ${text}\n  ${location.lineText.trim()}`;
}

/** What else decides how a bundle looks: this code and the compiler's settings. */
function madeBy(folder) {
  const settings = path.join(__dirname, "..", "tsconfig.json");
  return [__filename, path.join(__dirname, "line-table.js"), settings].map((file) =>
    path.relative(folder, file),
  );
}

/** The version of the bundler that would make a bundle now; undefined where there is none. */
function bundlerVersion() {
  try {
    return require("esbuild/package.json").version;
  } catch {
    return undefined;
  }
}

/** Without a bundler the one that made the bundle does not matter: its sources are what they were. */
function isOfTheseSources({ hash, bundler, inputs }, folder) {
  return hashOf(folder, inputs) === hash && bundler === (bundlerVersion() ?? bundler);
}

/**
 * Writes to a file of its own first: programs that start at the same time never read half a bundle. Where
 * nothing can be written, the bundle is made anew at each start; that is no reason to stop.
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
      // It was never made.
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

/** Hash of the contents of all inputs; different for an input that is gone. */
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
