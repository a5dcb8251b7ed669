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

/** The options of a session. */
export interface SessionOptions {
  readonly folder: SandboxFolder;
  /** The command as the user typed it. A second command shows it while the stack is locked. */
  readonly command: string;
  readonly program: PulumiFn;
  /** Begins to load the program. Called when nothing prevents its run any more. */
  readonly preload?: () => void;
  readonly reporter: Reporter;
  /** A folder with `bin/pulumi`, named on the command line. */
  readonly cliRoot?: string;
  /** Whether to show the engine's own output and stack traces. */
  readonly verbose?: boolean;
  /** Whether to remove the sandbox's own state of the stack first, damaged or not. */
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

/** The steps of a command before the stand-ins run, while it holds the stack's lock. */
export interface Preparation {
  /** Writes the files of the project. */
  readonly files?: () => void;
  /** Changes the state of the engine or of the stand-ins. It runs after a recovery, if one was needed. */
  readonly state?: (stack: Stack) => Promise<void> | void;
}

/**
 * Takes the stack's lock, starts the stand-ins, opens the engine's workspace, and runs `work`. Afterwards it always
 * stops the stand-ins and releases the lock.
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
    reporter.line(
      `Stopping after ${signal}: the engine finishes its work; interrupt again to stop at once`,
    ),
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
      reporter.line(`Removing the sandbox's state of ${folder.stack} (${folder.root})`);
      resetState(folder);
    }
    // Another command may have damaged the state between the first check and the lock.
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

/** Both results, or the first error. After an error, it stops the stand-ins that did start. */
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
