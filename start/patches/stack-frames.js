"use strict";

const path = require("node:path");

const { sourceOf } = require("../line-table");

/** The bundles that run in this process: folder of the sources and line table, by file of the bundle. */
const bundles = new Map();

/**
 * Makes stack traces name the sources of a bundle. See patches.js. https://v8.dev/docs/stack-trace-api
 *
 * @param {object} bundle
 * @param {string} bundle.file the bundle
 * @param {string} bundle.folder the folder of its sources
 * @param {import("../line-table").LineTable} bundle.lines
 */
exports.showSources = function showSources({ file, folder, lines }) {
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
