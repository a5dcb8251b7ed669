import type { EngineEvent } from "@pulumi/pulumi/automation";
import { withStackFileKeys } from "./protection-advice";
import { isDefaultProvider, titleOf } from "../../command-line/urn";

/** One finding of the policy pack. */
export interface PolicyFinding {
  readonly policy: string;
  readonly isMandatory: boolean;
  /** `<type> <name>` of the resource. */
  readonly resource: string;
  /** The pack's own text, line by line. */
  readonly lines: readonly string[];
}

/** One message of the engine, of a provider or of the program. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** `<type> <name>` of the resource; undefined when the message is not about one. */
  readonly resource: string | undefined;
  readonly message: string;
}

/** One change that the engine made or would make. */
export interface Change {
  /** The engine's own word: create, update, delete, replace… */
  readonly operation: string;
  readonly urn: string;
}

/** The messages and changes of one operation of the engine. */
export interface EngineReport {
  readonly findings: readonly PolicyFinding[];
  readonly diagnostics: readonly Diagnostic[];
  /** In the order in which they were completed. */
  readonly changes: readonly Change[];
}

const cutOff = "resource monitor shut down";
const stackType = "pulumi:pulumi:Stack";

/** The report in the engine's events, without messages that only repeat others. */
export function reportOf(events: readonly EngineEvent[]): EngineReport {
  return {
    findings: events.flatMap(findingOf),
    diagnostics: uniqueDiagnostics(withoutEchoes(events.flatMap(diagnosticOf))),
    changes: uniqueChanges(events.flatMap(changeOf)),
  };
}

/** The change that an event reports as completed; none for other events and for unchanged resources. */
export function changeOf(event: EngineEvent): readonly Change[] {
  const metadata = event.resOutputsEvent?.metadata;
  if (metadata === undefined || isNoChange(metadata.op)) return [];
  if (isDefaultProvider(metadata.urn)) return [];
  return [{ operation: metadata.op, urn: metadata.urn }];
}

/** The report as text, findings first; empty when there is nothing to report. */
export function formatReport(report: EngineReport): string {
  const blocks = [
    ...report.findings.map(formatFinding),
    ...report.diagnostics.map(formatDiagnostic),
  ];
  return blocks.join("\n");
}

function formatFinding(finding: PolicyFinding): string {
  const level = finding.isMandatory ? "mandatory" : "advisory";
  const heading = `[${level}] ${finding.policy}  ${finding.resource}`;
  return [heading, ...finding.lines.map((line) => `  ${line}`.trimEnd())].join("\n");
}

function formatDiagnostic({ severity, resource, message }: Diagnostic): string {
  const [first = "", ...rest] = message.split("\n");
  const about = resource === undefined ? "" : `${resource}: `;
  return [`${severity}: ${about}${first}`, ...rest.map((line) => `  ${line}`.trimEnd())].join("\n");
}

function findingOf({ policyEvent }: EngineEvent): readonly PolicyFinding[] {
  if (policyEvent === undefined) return [];
  const { resourceUrn, message, policyName, enforcementLevel } = policyEvent;
  return [
    {
      policy: policyName,
      isMandatory: enforcementLevel === "mandatory",
      resource: resourceUrn === undefined ? "the stack" : titleOf(resourceUrn),
      lines: clean(message).split("\n"),
    },
  ];
}

function diagnosticOf({ diagnosticEvent }: EngineEvent): readonly Diagnostic[] {
  if (diagnosticEvent === undefined || diagnosticEvent.ephemeral === true) return [];
  const { severity, urn, message } = diagnosticEvent;
  if (severity !== "error" && severity !== "warning") return [];
  const text = clean(message);
  if (text === "") return [];
  const isAboutStack = urn === undefined || urn === "" || urn.includes(`::${stackType}::`);
  return isAboutStack
    ? [{ severity, resource: undefined, message: text }]
    : [{ severity, resource: titleOf(urn), message: withStackFileKeys(text, urn) }];
}

/** The engine reports a component twice: when it is registered, and when its outputs are. */
function uniqueChanges(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((one) => [`${one.operation} ${one.urn}`, one])).values()];
}

/** One error rejects several promises of an asynchronous program, and the engine reports each of them. */
function uniqueDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ severity, resource = "", message }: Diagnostic): string =>
    [severity, resource, message].join(" ");
  return [...new Map(diagnostics.map((one) => [keyOf(one), one])).values()];
}

/**
 * Leaves out messages that only follow from another failure. At its end, the engine reports about the whole stack that
 * something failed. The program reports that it was cut off. Neither helps beside the message of the failure itself.
 */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = diagnostics.filter(
    ({ message }) => !/^(preview|update|refresh|destroy) failed$/.test(message),
  );
  const causes = told.filter(
    ({ severity, message }) => severity === "error" && !message.includes(cutOff),
  );
  return causes.length === 0 ? told : told.filter(({ message }) => !message.includes(cutOff));
}

/**
 * Operations that are no change, and two of the three steps of a replacement. The third, `replace`, counts for all
 * three.
 */
const uncounted = new Set(["same", "read", "refresh", "create-replacement", "delete-replaced"]);

function isNoChange(operation: string): boolean {
  return uncounted.has(operation);
}

/** The message without the engine's colour directives, terminal colours and white space at its ends. */
function clean(message: string): string {
  return message
    .replace(/<\{%[^%]*%\}>/g, "")
    .replace(/\u001b\[[0-9;]*m/g, "")
    .trim();
}
