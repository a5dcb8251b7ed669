"use strict";

const path = require("node:path");

const { sourceOf } = require("../line-table");

/** Bundles that run in this process: their folder and line table, by file. */
const bundles = new Map();

/**
 * Shows the frames of a bundle's code as places in its sources, from now on.
 *
 * It replaces the source maps that Pulumi's SDK and its host read: those of the SDK's own files are parsed
 * for the position of every resource, for names of files that no package holds.
 * https://v8.dev/docs/stack-trace-api
 *
 * @param {string} file of the bundle
 * @param {string} folder of the bundled sources
 * @param {import("../line-table").LineTable} lines
 */
exports.showSources = function showSources(file, folder, lines) {
  bundles.set(file, { folder, lines });
  Error.prepareStackTrace = (error, frames) =>
    [headerOf(error), ...frames.map((frame) => `    at ${textOf(frame)}`)].join("\n");
};

function headerOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function textOf(frame) {
  const text = String(frame);
  const bundle = bundles.get(frame.getFileName());
  if (bundle === undefined) return text;
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  const place = sourceOf(bundle.lines, line);
  if (place === undefined) return text;
  const source = path.join(bundle.folder, place.source);
  return text.replace(
    `${frame.getFileName()}:${line}:${column}`,
    `${source}:${place.line}:${column}`,
  );
}
