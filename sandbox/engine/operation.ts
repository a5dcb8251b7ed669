import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import { counted } from "../../scheduling/values/wording";
import { InputFault } from "../../command-line/input-fault";
import { formatReport, reportOf, type EngineReport } from "./engine-report";
import { followProgress } from "./progress";
import type { Session } from "./session";

/** How to name an operation in messages. */
export interface OperationOptions {
  /** In the progress line: `Deploying`. */
  readonly title: string;
  /** In sentences: `the deployment`. */
  readonly noun: string;
  /** The number of changes that a preview has announced. */
  readonly total?: number;
  /** Whether it is a preview, which changes nothing. */
  readonly isPreview?: boolean;
}

/** The result of an operation. */
export interface OperationResult {
  readonly report: EngineReport;
  /** The number of resources, components included, by operation: created, updated, unchanged… */
  readonly counts: OpMap;
  /** All events of the engine, in order. */
  readonly events: readonly EngineEvent[];
}

/** The engine, a provider or the program failed, and no input explains it. The command exits with 2. */
class EngineFailure extends Error {
  override readonly name = "EngineFailure";
}

/** A call of an operation of the Automation API. */
export type EngineCall = (options: {
  readonly onEvent: (event: EngineEvent) => void;
  readonly onOutput?: (text: string) => void;
  readonly signal: AbortSignal;
}) => Promise<unknown>;

/**
 * Runs one operation of the engine, and shows its progress.
 *
 * @throws InputFault with the messages of the policy pack and of the engine when they refuse the operation
 * @throws EngineFailure when the engine, a stand-in or the program fails
 */
export async function runOperation(
  session: Session,
  options: OperationOptions,
  call: EngineCall,
): Promise<OperationResult> {
  const events: EngineEvent[] = [];
  const progress = followProgress(session.reporter, {
    title: options.title,
    logsChanges: options.isPreview !== true,
    ...(options.total === undefined ? {} : { total: options.total }),
  });
  try {
    await call({
      signal: session.interruption.signal,
      onEvent: (event) => {
        events.push(event);
        progress.onEvent(event);
        session.onEvent?.(event);
      },
      ...(session.verbose
        ? { onOutput: (text: string): void => void process.stderr.write(text) }
        : {}),
    });
  } catch (error) {
    throw refusalOf(session, options, reportOf(events), error as Error);
  } finally {
    progress.stop();
  }
  return { report: reportOf(events), counts: countsOf(events), events };
}

function refusalOf(
  session: Session,
  options: OperationOptions,
  report: EngineReport,
  error: Error,
): Error {
  const { stack } = session.folder;
  const signal = session.interruption.received();
  if (signal !== undefined) {
    return new InputFault(
      `${options.noun} of ${stack} was stopped by ${signal}; the same command continues it`,
    );
  }
  const fault = session.standIns.fault();
  if (fault !== undefined) return new EngineFailure(`${options.noun} of ${stack} failed: ${fault}`);

  const errors = report.diagnostics.filter(({ severity }) => severity === "error");
  const mandatory = report.findings.filter(({ isMandatory }) => isMandatory);
  if (mandatory.length === 0 && errors.length === 0) {
    return new EngineFailure(`${options.noun} of ${stack} failed\n${lastLines(error.message)}`);
  }
  if (mandatory.length === 0 && errors.some(({ message }) => isCrash(message))) {
    const text = formatReport({ ...report, findings: [], diagnostics: errors });
    return new EngineFailure(
      `${options.noun} of ${stack} failed\n${session.verbose ? text : withoutTraces(text)}`,
    );
  }
  return new InputFault(`${headline(options, stack, mandatory.length)}\n${formatReport(report)}`);
}

function headline(options: OperationOptions, stack: string, mandatory: number): string {
  if (mandatory === 0) return `${options.noun} of ${stack} was refused:`;
  const findings = counted(mandatory, "mandatory finding");
  const outcome = options.isPreview === true ? "; nothing was created" : "";
  return `the policy pack refuses ${stack}: ${findings}${outcome}`;
}

function isCrash(message: string): boolean {
  return /unhandled exception|failed to run policy|\n\s+at \S+.*:\d+:\d+/.test(message);
}

/** Removes stack traces. They help only a person who works on the program itself. */
function withoutTraces(text: string): string {
  const lines = text.split("\n").filter((line) => !/^\s+at /.test(line));
  return [...lines, "(--verbose shows where it happened)"].join("\n");
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-20).join("\n");
}

function countsOf(events: readonly EngineEvent[]): OpMap {
  return (
    events.findLast(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent
      ?.resourceChanges ?? {}
  );
}
