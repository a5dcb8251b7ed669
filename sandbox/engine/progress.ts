import type { EngineEvent } from "@pulumi/pulumi/automation";
import { formatElapsed, type Reporter } from "../../command-line/reporter";
import { changeOf } from "./engine-report";
import { titleOf } from "../../command-line/urn";

/** Follows one operation of the engine and shows its progress. */
export interface Progress {
  onEvent(event: EngineEvent): void;
  /** Removes the line from the terminal. */
  stop(): void;
}

/** What to show about an operation. */
export interface ProgressOptions {
  /** The name of the operation: `Deploying`. */
  readonly title: string;
  /** The number of changes, if a preview has announced it. */
  readonly total?: number;
  /** Whether a log gets a line for each completed change. A preview completes none. */
  readonly logsChanges: boolean;
  /** Milliseconds since the epoch. Only tests set it. */
  readonly now?: () => number;
}

/** The time between two updates of the line. The engine reports hundreds of events in a second. */
const refreshMilliseconds = 200;

const pastTense: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/**
 * A terminal shows one line that changes: counts, current resource, elapsed time. A log gets one plain line for each
 * completed change.
 */
export function followProgress(reporter: Reporter, options: ProgressOptions): Progress {
  const now = options.now ?? Date.now;
  const started = now();
  const active = new Map<string, string>();
  let registered = 0;
  const changed = new Set<string>();
  const show = (): void =>
    reporter.status(statusLine(options, registered, changed.size, active, now() - started));
  const timer = reporter.isTerminal ? setInterval(show, refreshMilliseconds) : undefined;
  return {
    onEvent(event) {
      const before = event.resourcePreEvent?.metadata;
      if (before !== undefined) active.set(before.urn, titleOf(before.urn));
      const after = (event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata;
      if (after !== undefined && active.delete(after.urn)) registered++;
      for (const change of changeOf(event)) {
        const key = `${change.operation} ${change.urn}`;
        // The engine reports a component twice: when it is registered, and when its outputs are.
        if (changed.has(key)) continue;
        changed.add(key);
        if (!reporter.isTerminal && options.logsChanges) {
          const verb = pastTense[change.operation] ?? change.operation;
          reporter.line(`  ${verb} ${titleOf(change.urn)}`);
        }
      }
    },
    stop() {
      clearInterval(timer);
      reporter.status("");
    },
  };
}

function statusLine(
  { title, total }: ProgressOptions,
  registered: number,
  changed: number,
  active: ReadonlyMap<string, string>,
  elapsed: number,
): string {
  const counts = total === undefined ? `${registered} resources` : `${changed}/${total}`;
  const current = [...active.values()].at(-1);
  return [`${title}: ${counts}`, formatElapsed(elapsed), ...(current ? [current] : [])].join("  ");
}
