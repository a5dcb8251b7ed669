/**
 * Finds files, exports and packages that nothing uses: https://knip.dev
 * `npm run lint` runs it twice. The second run (--production) leaves out test/, so that code which only tests use is
 * reported as well. A "!" marks what that run keeps.
 */

/** Scripts that npm, Node, Pulumi or another script starts by path, which no import shows. */
const startedByPath = [
  "infra/{boot.js,index.ts}!",
  "commands/*/{boot.js,main.ts}!",
  "report/placement-thread/{boot.js,thread.ts}!",
  "sandbox/providers/serve.ts!",
  "scheduling/karpenter/wasm_exec.js!",
  "dev/*/main.ts!",
  "dev/mutation/fewer-runs.js!",
  "dev/programs/{before-tests,ensure}.ts!",
];

const isProduction = process.argv.includes("--production");

/** Scripts of package.json, which only the first run reads. */
const npmScripts = [
  "commands/setup/setup.js!",
  "dev/screenshot/screenshot.ts!",
  "sandbox/main.ts!",
];

module.exports = {
  // A type may be exported because it describes an exported function. In the production run a value may be exported for
  // a test, as long as its own file uses it.
  ignoreExportsUsedInFile: isProduction || { interface: true, type: true },
  // Go, for `npm run karpenter-wasm`; mkfifo is part of every Unix.
  ignoreBinaries: ["go", "mkfifo"],
  // Programs that dev/ starts by path; Stryker loads its plugin by name.
  ignoreDependencies: ["c8", "@stryker-mutator/core", "@stryker-mutator/mocha-runner"],
  workspaces: {
    ".": {
      entry: [
        ...startedByPath,
        ...(isProduction
          ? npmScripts
          : [
              "test/**/*.test.ts",
              "test/fixtures/charts/extract.ts",
              "test/report/formats/load-format.ts",
            ]),
      ],
      project: ["**/*.{ts,js,mjs}!", "!policies/**", "!test/**!"],
      // The workspace `policies` has it.
      ignoreDependencies: ["@pulumi/policy"],
    },
    policies: {
      entry: ["{boot.js,index.ts}!"],
      project: ["**/*.{ts,js}!", "!dist/**"],
      // start/bundle.js loads it when the pack is started.
      ignoreDependencies: ["esbuild"],
    },
  },
};
