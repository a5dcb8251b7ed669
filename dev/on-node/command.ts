import path from "node:path";

/** Arguments for a Node.js and its environment. */
export interface CommandOnNode {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * What runs mocha on a Node.js as `npm test` does. That Node.js is first on the PATH, because Pulumi, npm and tests start
 * `node` by its name.
 *
 * @param node the program
 * @param tests files or patterns; none means the whole suite
 */
export function commandOnNode(
  node: string,
  tests: readonly string[],
  environment: NodeJS.ProcessEnv,
): CommandOnNode {
  const mocha = ["node_modules/mocha/bin/mocha.js", "--require", "tsx/cjs"];
  const installs = ["--require", "./dev/programs/before-tests.ts"];
  return {
    args: [...mocha, ...installs, ...(tests.length === 0 ? ["test/**/*.test.ts"] : tests)],
    environment: {
      ...environment,
      // Options of this process, such as a loader, are not meant for that one.
      NODE_OPTIONS: "",
      PATH: [path.dirname(node), environment["PATH"] ?? ""].join(path.delimiter),
    },
  };
}
