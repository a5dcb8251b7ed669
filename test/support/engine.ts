import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { checkoutPaths, type CommandContext } from "../../sandbox/context";
import { platformProgram } from "../../sandbox/platform-program";
import { readCheckpoint, type StackState } from "../../sandbox/engine/checkpoint";
import { sandboxFolder, type SandboxFolder } from "../../sandbox/engine/sandbox-folder";
import {
  emptyCloudState,
  loadCloudState,
  type CloudState,
} from "../../sandbox/providers/cloud-state";
import { fixtureCheckout } from "./fixture-checkout";
import { recordingReporter } from "./recording-reporter";
import { fixtureStacks } from "./stack-values";
import { withTemporaryFolder } from "./temporary-folder";

/** The fixture stack that the engine tests deploy. */
export const productionStack = "production-us-east-1";

/** A sandbox of its own for one test, in a temporary folder. */
export interface TestSandbox {
  readonly stateFolder: string;
  readonly folder: SandboxFolder;
  /** A context for the commands, called in this process. */
  readonly context: (overrides?: Partial<CommandContext>) => TestContext;
  /** Runs the command line as a user does, in a process of its own. */
  readonly run: (...args: string[]) => Promise<CommandResult>;
  /** The engine's state. */
  readonly state: () => StackState;
  /** The stand-ins' state. */
  readonly cloud: () => CloudState;
}

/** A context that remembers what a command said and what the engine reported. */
export interface TestContext extends CommandContext {
  readonly notes: readonly string[];
  readonly results: readonly string[];
  readonly events: readonly EngineEvent[];
}

/** How a process ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls `use` with an empty sandbox, and removes it afterwards. */
export function withSandbox(use: (sandbox: TestSandbox) => Promise<void>): Promise<void> {
  return withTemporaryFolder(async (stateFolder) => {
    const folder = sandboxFolder(stateFolder, productionStack);
    await use({
      stateFolder,
      folder,
      context: (overrides = {}) => testContext(stateFolder, overrides),
      run: (...args) => finished(startSandbox([...args, "--state-folder", stateFolder])),
      state: () => stateOf(folder),
      cloud: () => cloudOf(folder),
    });
  });
}

/** Starts the command line in a process group of its own, in a checkout with the fixture stacks. */
export function startSandbox(args: readonly string[], cwd = fixtureCheckout()): ChildProcess {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const main = path.join(cwd, "sandbox", "main.ts");
  return spawn(process.execPath, ["--import", loader, main, ...args], {
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Waits for the end of a process. */
export function finished(child: ChildProcess): Promise<CommandResult> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/**
 * URNs whose change of one kind the engine completed, in its order, each once. The providers that
 * it makes by itself are left out, as it does in its own counts.
 */
export function completedUrns(
  events: readonly EngineEvent[],
  operation: string,
): readonly string[] {
  const urns = events.flatMap(({ resOutputsEvent }) =>
    resOutputsEvent?.metadata.op === operation &&
    resOutputsEvent.planning !== true &&
    !/pulumi:providers:\w+::default(_\w+)?$/.test(resOutputsEvent.metadata.urn)
      ? [resOutputsEvent.metadata.urn]
      : [],
  );
  return [...new Set(urns)];
}

/** Every file below a folder with its content, to see that nothing was written. */
export function snapshotOf(folder: string): Readonly<Record<string, string>> {
  if (!fs.existsSync(folder)) return {};
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(file, "utf8")]));
}

function testContext(stateFolder: string, overrides: Partial<CommandContext>): TestContext {
  const reporter = recordingReporter();
  const results: string[] = [];
  const events: EngineEvent[] = [];
  const program: PulumiFn = overrides.program ?? platformProgram;
  return {
    ...checkoutPaths,
    stacksFolder: fixtureStacks,
    stack: productionStack,
    stateFolder,
    reporter,
    print: (text) => void results.push(text),
    onEvent: (event) => void events.push(event),
    ...overrides,
    program,
    notes: reporter.lines,
    results,
    events,
  };
}

function stateOf(folder: SandboxFolder): StackState {
  const checkpoint = readCheckpoint(folder.checkpoint);
  if ("fault" in checkpoint) throw new Error(checkpoint.fault);
  return checkpoint.state;
}

function cloudOf(folder: SandboxFolder): CloudState {
  if (!fs.existsSync(folder.cloud)) return emptyCloudState();
  const loaded = loadCloudState(folder.cloud);
  if ("fault" in loaded) throw new Error(loaded.fault);
  return loaded.state;
}
