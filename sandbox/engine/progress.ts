import type { EngineEvent } from "@pulumi/pulumi/automation";
import { formatElapsed, type Reporter } from "../../command-line/reporter";
import { changeOf } from "./engine-report";
import { titleOf } from "./urn";

/** Follows one operation of the engine and shows how far it is. */
export interface Progress {
  onEvent(event: EngineEvent): void;
  /** Ends the line on the terminal. */
  stop(): void;
}

/** What to show of an operation. */
export interface ProgressOptions {
  /** What the operation is called: `Deploying`. */
  readonly title: string;
  /** How many changes it will make, where a preview has said it. */
  readonly total?: number;
  /** Whether each completed change becomes a line of a log; a preview makes none. */
  readonly logsChanges: boolean;
  /** Milliseconds since the epoch; tests give their own. */
  readonly now?: () => number;
}

/** How often the line is written anew: the engine reports hundreds of events a second. */
const refreshMilliseconds = 200;

const pastTense: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/**
 * On a terminal one line that is updated: counts, the resource at work, elapsed time. In a log one
 * plain line for each completed change.
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
        // A component is reported twice: when it is registered and when its outputs are.
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
