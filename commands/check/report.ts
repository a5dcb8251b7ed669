import { counted } from "../../scheduling/values/wording";
import type { CheckedReport, StackCheck } from "./check-stack";

/** The text that the check prints about one stack: a line of counts, then every fault and finding. */
export function formatStackCheck(check: StackCheck): string {
  const { stack, faults, resources, checked, weakenings, unseen, findings, defects } = check;
  if (faults.length > 0) return [`${stack}: not checked`, ...faults.map(indented)].join("\n");
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const advisory = findings.length - mandatory;
  const found = `${counted(mandatory, "mandatory finding")}, ${advisory} advisory`;
  return [
    `${stack}: ${checked} of ${counted(resources, "resource")} checked${notSeen(unseen)}: ${found}`,
    ...weakenings.map((line) => indented(`the pack's configuration is weaker: ${line}`)),
    ...findings.map((finding) => indented(formatReport(finding))),
    ...defects.map((defect) => indented(`defect of the policy pack: ${formatReport(defect)}`)),
  ].join("\n");
}

function notSeen(unseen: number): string {
  return unseen === 0 ? "" : `, ${unseen} not judged or only in part`;
}

/** Whether the stack passes: no fault, no mandatory finding, no defect. */
export function passes({ faults, findings, defects }: StackCheck): boolean {
  return (
    faults.length === 0 &&
    defects.length === 0 &&
    findings.every(({ level }) => level === "advisory")
  );
}

function formatReport({ level, policy, type, name, message, modes }: CheckedReport): string {
  const where = modes.length === 1 ? `, only in ${modes[0]} mode` : "";
  return [`[${level}] ${policy} (${type}: ${name})${where}`, indented(message)].join("\n");
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
