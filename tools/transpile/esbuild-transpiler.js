"use strict";

/**
 * What ts-node turns TypeScript into JavaScript with when Pulumi runs the program: esbuild, which takes a
 * tenth of the time that TypeScript's own transpilation takes. Types are checked by `npm run lint`.
 * Named in tsconfig.json under "ts-node"; see https://typestrong.org/ts-node/docs/transpilers/
 */

const { transformSync } = require("esbuild");

exports.create = () => ({
  transpile(code, { fileName }) {
    const { code: outputText, map: sourceMapText } = transformSync(code, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      sourcefile: fileName,
      sourcemap: "external",
    });
    return { outputText, sourceMapText };
  },
});
