/** The signals that end a command, as one signal on which the engine can finish its work. */
export interface Interruption {
  /** Aborted by the first signal. The Automation API then interrupts the CLI. */
  readonly signal: AbortSignal;
  /** The signal that came; undefined without one. */
  received(): NodeJS.Signals | undefined;
  /** Stops listening. */
  dispose(): void;
}

const watchedSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Listens until `dispose` is called. The second signal ends the process at once. The next command then repairs the
 * state.
 *
 * @param isTerminal whether Ctrl-C also reaches the CLI, as on a terminal. A second interrupt from here would make the
 * engine stop in the middle of its work.
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
