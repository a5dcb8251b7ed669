import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { withTemporaryFolder } from "./temporary-folder";

/** What a script of a workflow finds on the runner. */
export interface Runner {
  readonly env?: Readonly<Record<string, string>>;
  /** Texts of files, by their path in the checkout. */
  readonly files?: Readonly<Record<string, string>>;
  /** Shell scripts that take the place of programs, by name. */
  readonly programs?: Readonly<Record<string, string>>;
}

export interface ScriptResult {
  readonly status: number | null;
  readonly stdout: string;
  /** What the script wrote to the outputs of its step. */
  readonly output: string;
}

/** Runs the script of a step as a runner does with `shell: bash`. */
export function runScript(script: string, runner: Runner): Promise<ScriptResult> {
  const { env = {}, files = {}, programs = {} } = runner;
  return withTemporaryFolder((folder) => {
    const temporary = path.join(folder, "temp");
    const bin = path.join(folder, "bin");
    for (const made of [temporary, bin]) mkdirSync(made);
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(path.join(bin, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
    }
    const output = path.join(folder, "output");
    writeFileSync(output, "");
    const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: `${bin}:${process.env["PATH"]}`,
        RUNNER_TEMP: temporary,
        GITHUB_OUTPUT: output,
        ...env,
      },
    });
    return { status, stdout, output: readFileSync(output, "utf8") };
  });
}
