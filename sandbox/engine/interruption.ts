/** Turns the signals that end a command into one that the engine can wind up on. */
export interface Interruption {
  /** Aborted by the first signal; the Automation API interrupts the CLI then. */
  readonly signal: AbortSignal;
  /** Which signal came, if any. */
  received(): NodeJS.Signals | undefined;
  /** Stops listening. */
  dispose(): void;
}

const watchedSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Listens until it is disposed of. The second signal ends the process at once: what is open then
 * is put in order by the next command.
 *
 * @param isTerminal whether Ctrl-C reaches the CLI by itself, as it does on a terminal; a second
 * interrupt would make the engine leave without winding up.
 */
export function watchForInterruption(
  isTerminal: boolean,
  onFirst: (signal: NodeJS.Signals) => void,
): Interruption {
  const controller = new AbortController();
  let first: NodeJS.Signals | undefined;
  const listener = (signal: NodeJS.Signals): void => {
    if (first !== undefined) process.exit(1);
    first = signal;
    onFirst(signal);
    if (signal !== "SIGINT" || !isTerminal) controller.abort();
  };
  for (const signal of watchedSignals) process.on(signal, listener);
  return {
    signal: controller.signal,
    received: () => first,
    dispose: () => {
      for (const signal of watchedSignals) process.off(signal, listener);
    },
  };
}
