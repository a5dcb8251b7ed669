import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { formatElapsed, type Reporter } from "../../command-line/reporter";
import type { Environment } from "./cache";
import { executablesOnPath } from "./executable";

/** A program that is built from a pinned Go module. */
export interface GoProgram {
  /** The name of the program in messages. */
  readonly title: string;
  /** File name of the program. */
  readonly name: string;
  /** The folder with go.mod and go.sum. */
  readonly moduleFolder: string;
  /** The Go package of the program. */
  readonly package: string;
  /** Arguments for the linker, besides `-s -w`. */
  readonly linkerFlags: readonly string[];
  /** The duration of a first build on two cores, for the message before it. */
  readonly expectedDuration: string;
}

/** The pinned Pulumi CLI. */
export const pulumiProgram: GoProgram = {
  title: "the Pulumi CLI v3.259.0",
  name: "pulumi",
  moduleFolder: path.join(__dirname, "pulumi"),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  linkerFlags: ["-X", "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0"],
  expectedDuration: "about 6 minutes on two cores, once",
};

/** The Node language host, which runs programs for the CLI. */
export const languageHostProgram: GoProgram = {
  title: "the Node language host v3.68.0",
  name: "pulumi-language-nodejs",
  moduleFolder: path.join(__dirname, "pulumi-language-nodejs"),
  package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  linkerFlags: [],
  expectedDuration: "about a minute, once",
};

const terminalIntervalMilliseconds = 1_000;
const logIntervalMilliseconds = 30_000;
const shownErrorLines = 15;

/** The program `go`; undefined when none is on the PATH. */
export function findGo(environment: Environment): string | undefined {
  return executablesOnPath("go", environment)[0];
}

/**
 * Builds `program` to `<folder>/bin/<name>`, and shows its progress.
 *
 * @throws Error with the last lines of the compiler when it fails
 */
export async function goBuild(
  go: string,
  program: GoProgram,
  folder: string,
  environment: Environment,
  reporter: Reporter,
): Promise<void> {
  fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
  const output = path.join(folder, "bin", program.name);
  reporter.line(`Building ${program.title} with Go (${program.expectedDuration})`);
  const started = Date.now();
  await compile(
    go,
    program,
    output,
    environment,
    (packages) => {
      const text = `Building ${program.title}: ${formatElapsed(Date.now() - started)}, ${packages}`;
      if (reporter.isTerminal) reporter.status(text);
      else reporter.line(text);
    },
    reporter.isTerminal ? terminalIntervalMilliseconds : logIntervalMilliseconds,
  );
  reporter.line(`Built ${program.title} in ${formatElapsed(Date.now() - started)}`);
}

function compile(
  go: string,
  program: GoProgram,
  output: string,
  environment: Environment,
  onProgress: (packages: string) => void,
  interval: number,
): Promise<void> {
  const flags = ["-s", "-w", ...program.linkerFlags].join(" ");
  const child = spawn(
    go,
    ["build", "-v", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", flags].concat([
      "-o",
      output,
      program.package,
    ]),
    { cwd: program.moduleFolder, env: environment, stdio: ["ignore", "ignore", "pipe"] },
  );
  const said: string[] = [];
  let compiled = 0;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n").filter((one) => one !== "")) {
      said.push(line);
      if (!line.includes(" ")) compiled++;
    }
  });
  const timer = setInterval(() => onProgress(`${compiled} packages compiled`), interval);
  // Otherwise the build would continue after this process: Go does not notice that its parent has ended.
  const stop = (): void => {
    // Without a process id the program never started, and the signal would go to the process group of this process.
    if (child.pid !== undefined) child.kill();
  };
  process.once("exit", stop);
  return new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve();
      const reason = signal === null ? `exit code ${code}` : `signal ${signal}`;
      reject(new Error(`${reason}\n${said.slice(-shownErrorLines).join("\n")}`));
    });
  }).finally(() => {
    clearInterval(timer);
    process.off("exit", stop);
  });
}
