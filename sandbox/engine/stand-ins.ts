import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** The running stand-ins for aws, eks and kubernetes. */
export interface StandIns {
  /** Value of PULUMI_DEBUG_PROVIDERS: `aws:PORT,eks:PORT,kubernetes:PORT`. */
  readonly debugProviders: string;
  readonly pid: number;
  /** The reason why the process ended by itself; undefined while it runs. */
  fault(): string | undefined;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

const server = path.join(__dirname, "..", "providers", "serve.ts");
const startTimeoutMilliseconds = 60_000;
const stopTimeoutMilliseconds = 5_000;
const keptErrorLength = 20_000;
const shownErrorLines = 12;
const longestErrorLine = 400;

/**
 * Starts the stand-ins with the state in `stateFile`, and waits until they listen.
 *
 * @throws Error with the output of the process when it ends or does not answer
 */
export async function startStandIns(stateFile: string): Promise<StandIns> {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const child = spawn(
    process.execPath,
    ["--import", loader, server, "--state", stateFile],
    // The stand-ins have their own process group, so that Ctrl-C does not reach them: the engine still needs them while
    // it finishes its work. They end when their standard input closes, so they never run longer than this process, even
    // if it is killed.
    { stdio: ["pipe", "pipe", "pipe"], detached: true },
  );
  const watched = watch(child);
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  try {
    const line = await firstLine(child, watched);
    return {
      debugProviders: Object.entries(portsOf(line))
        .map((one) => one.join(":"))
        .join(","),
      pid: child.pid ?? 0,
      fault: watched.fault,
      stop: () => stop(child).finally(() => process.off("exit", kill)),
    };
  } catch (error) {
    await stop(child);
    process.off("exit", kill);
    throw error;
  }
}

interface Watched {
  readonly fault: () => string | undefined;
}

function watch(child: ChildProcess): Watched {
  let said = "";
  let end: string | undefined;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-keptErrorLength);
  });
  child.once("error", (error) => (end ??= error.message));
  child.once("exit", (code, signal) => {
    end ??= signal === null ? `exit code ${code}` : `signal ${signal}`;
  });
  // This process may end the stand-ins before their input is written.
  child.stdin?.on("error", () => undefined);
  return {
    fault: () => (end === undefined ? undefined : `the stand-ins ended (${end})\n${tail(said)}`),
  };
}

/** The last lines, without the minified code that Node prints in them. */
function tail(text: string): string {
  const lines = text.trim().split("\n");
  return lines
    .filter((line) => line.length < longestErrorLine)
    .slice(-shownErrorLines)
    .join("\n");
}

function firstLine(child: ChildProcess, watched: Watched): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error("the stand-ins did not say where they listen within a minute")),
      startTimeoutMilliseconds,
    );
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("close", () => reject(new Error(watched.fault() ?? "the stand-ins ended")));
    child.once("close", () => clearTimeout(timer));
    child.stdout?.once("data", () => clearTimeout(timer));
  });
}

function portsOf(line: string): Record<string, number> {
  const ports = JSON.parse(line) as Record<string, unknown>;
  return Object.fromEntries(
    ["aws", "eks", "kubernetes"].map((name) => {
      const port = ports[name];
      if (typeof port !== "number")
        throw new Error(`the stand-ins gave no port for ${name}: ${line}`);
      return [name, port];
    }),
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMilliseconds);
  await gone;
  clearTimeout(timer);
}
