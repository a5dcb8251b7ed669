import fs from "node:fs";
import type { EngineEvent, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { findPulumiCli } from "../binaries/pulumi-cli";
import type { Reporter } from "../../command-line/reporter";
import { refuseDamage, resetState } from "./damage";
import { engineEnvironment } from "./environment";
import { watchForInterruption, type Interruption } from "./interruption";
import { needsRecovery, recover } from "./recovery";
import type { SandboxFolder } from "./sandbox-folder";
import { lockStack } from "./stack-lock";
import { startStandIns, type StandIns } from "./stand-ins";
import { openStack } from "./workspace";

/** What a session is opened with. */
export interface SessionOptions {
  readonly folder: SandboxFolder;
  /** The command as it was typed, for whoever finds the stack locked. */
  readonly command: string;
  readonly program: PulumiFn;
  /** Begins to load the program; called when nothing stands in the way of running it. */
  readonly preload?: () => void;
  readonly reporter: Reporter;
  /** A folder that holds `bin/pulumi`, named on the command line. */
  readonly cliRoot?: string;
  /** Shows the engine's own output and stack traces. */
  readonly verbose?: boolean;
  /** Throws the sandbox's own state of the stack away first, damaged or not. */
  readonly reset?: boolean;
  /** Called with every event of the engine. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** The engine and the stand-ins, ready for one stack. */
export interface Session {
  readonly folder: SandboxFolder;
  readonly stack: Stack;
  readonly standIns: StandIns;
  readonly interruption: Interruption;
  readonly reporter: Reporter;
  readonly verbose: boolean;
  readonly onEvent?: (event: EngineEvent) => void;
}

/** What a command does before the stand-ins run, under the stack's lock. */
export interface Preparation {
  /** Writes the files of the project. */
  readonly files?: () => void;
  /** Changes the engine's state or the stand-ins', after a recovery if one was needed. */
  readonly state?: (stack: Stack) => Promise<void> | void;
}

/**
 * Holds the stack's lock, the stand-ins and the engine's workspace while `work` runs, and lets go
 * of all of them whatever happens.
 */
export async function withSession<T>(
  options: SessionOptions,
  preparation: Preparation,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { folder, reporter } = options;
  if (options.reset !== true) refuseDamage(folder);
  const cli = await findPulumiCli({
    environment: process.env,
    reporter,
    ...(options.cliRoot === undefined ? {} : { root: options.cliRoot }),
  });
  const interruption = watchForInterruption(reporter.isTerminal, (signal) =>
    reporter.line(`Stopping after ${signal}: the engine winds up; once more to leave at once`),
  );
  try {
    const release = await lockStack(folder.root, options.command, () =>
      reporter.line(`Another process took over the lock of ${folder.stack}`),
    );
    try {
      return await underLock();
    } finally {
      await release();
    }
  } finally {
    interruption.dispose();
  }

  async function underLock(): Promise<T> {
    if (options.reset === true && fs.existsSync(folder.root)) {
      reporter.line(`Throwing away the sandbox's state of ${folder.stack} (${folder.root})`);
      resetState(folder);
    }
    // Another command may have ended between the first look and the lock.
    refuseDamage(folder);
    preparation.files?.();
    const environment = engineEnvironment(folder, "");
    reporter.status("Starting the engine and the stand-ins");
    options.preload?.();
    const opening = openStack({ folder, cli, program: options.program, environment });
    if (needsRecovery(folder)) await recover(folder, await opening, reporter);
    await preparation.state?.(await opening);
    const [stack, standIns] = await both(opening, startStandIns(folder.cloud));
    try {
      stack.workspace.envVars = engineEnvironment(folder, standIns.debugProviders);
      const { verbose = false, onEvent } = options;
      return await work({
        folder,
        stack,
        standIns,
        interruption,
        reporter,
        verbose,
        ...(onEvent === undefined ? {} : { onEvent }),
      });
    } finally {
      await standIns.stop();
    }
  }
}

/** Both, or the first error; the stand-ins that did start are ended then. */
async function both(
  opening: Promise<Stack>,
  starting: Promise<StandIns>,
): Promise<readonly [Stack, StandIns]> {
  try {
    return await Promise.all([opening, starting]);
  } catch (error) {
    await starting.then(
      (standIns) => standIns.stop(),
      () => undefined,
    );
    throw error;
  }
}
