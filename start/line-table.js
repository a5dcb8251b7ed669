"use strict";

/**
 * The source and line that each line of a bundle came from. Stack traces need no more of a source map, and this table
 * takes no time to read. A source map takes a tenth of a second at each start.
 */

const { SourceMap } = require("node:module");
const path = require("node:path");

/** The first line of a bundle is its header. The source map does not count it. */
const headerLines = 1;

/** See line-table.d.ts. */
exports.lineTable = function lineTable(map, mapFolder, folder) {
  const sources = [];
  const runs = [];
  const sourceMap = new SourceMap(map);
  const count = map.mappings.split(";").length;
  for (let generated = 0; generated < count; generated++) {
    const entry = sourceMap.findEntry(generated, Number.MAX_SAFE_INTEGER);
    if (entry.generatedLine !== generated || entry.originalSource === undefined) continue;
    const source = path.relative(folder, path.resolve(mapFolder, entry.originalSource));
    if (source.split(path.sep).includes("node_modules")) continue;
    if (!sources.includes(source)) sources.push(source);
    const line = generated + 1 + headerLines;
    extend(runs, line, sources.indexOf(source), entry.originalLine + 1);
  }
  return { sources, runs };
};

/** Adds a line to the last run if it follows that run both in the bundle and in the source. Most lines do. */
function extend(runs, line, source, sourceLine) {
  const last = runs.at(-1);
  if (last !== undefined) {
    const [start, lastSource, sourceStart, count] = last;
    if (start + count === line && lastSource === source && sourceStart + count === sourceLine) {
      last[3]++;
      return;
    }
  }
  runs.push([line, source, sourceLine, 1]);
}

/** See line-table.d.ts. */
exports.sourceOf = function sourceOf({ sources, runs }, line) {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle][0] <= line) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  if (run === undefined || line >= run[0] + run[3]) return undefined;
  return { source: sources[run[1]], line: run[2] + line - run[0] };
};
