/** Reads an agent from the manifest of a DaemonSet. The manifest is untrusted and may hold anything. */

import type { AgentRole } from "./agent-images";
import { osLabelKey } from "../../scheduling/requirements/labels";
import { rendered, type Fault } from "../../scheduling/values/fault";
import {
  fieldsOf,
  fieldValue,
  isAbsent,
  listField,
  textField,
  type Fields,
  type Findings,
} from "../../scheduling/values/manifest-fields";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import type { Toleration } from "../../scheduling/taints/taints";
import type { Agent } from "../../scheduling/agents/agent";

/**
 * Never throws. Whatever cannot be read is left out and reported, with its path from the root of the manifest.
 *
 * @param role what the agent is for; no manifest says it
 */
export function agentOfDaemonSet(
  manifest: unknown,
  role?: AgentRole,
): { readonly agent?: Agent; readonly findings: readonly Fault[] } {
  const findings: Fault[] = [];
  const root = fieldsOf(manifest, [], findings);
  if (root === undefined) return { findings };
  const kind = fieldValue(root, "kind");
  if (kind !== "DaemonSet") {
    findings.push({ path: ["kind"], problem: "is no DaemonSet", got: rendered(kind) });
    return { findings };
  }
  const metadata = below(root, "metadata", findings);
  const name = metadata && textField(metadata, "name", undefined, findings);
  const template = below(below(root, "spec", findings), "template", findings);
  const pod = below(template, "spec", findings);
  if (pod === undefined) {
    const path = ["spec", "template", "spec"];
    findings.push({ path, problem: "is missing", expected: "a pod template" });
    return { findings };
  }
  const agent: Agent = {
    name: name ?? "unnamed",
    purpose: "DaemonSet",
    ...role,
    tolerations: listOf(pod, "tolerations", toleration, findings),
    nodeSelector: selector(pod, findings),
    affinityTerms: affinityTerms(pod, findings),
  };
  return { agent, findings };
}

/** The object at the key. A missing one is no fault; a value of another kind is reported. */
function below(fields: Fields | undefined, key: string, findings: Findings): Fields | undefined {
  if (fields === undefined || isAbsent(fieldValue(fields, key))) return undefined;
  return fieldsOf(fieldValue(fields, key), [...fields.path, key], findings);
}

function listOf<T>(
  fields: Fields | undefined,
  key: string,
  read: (entry: Fields, findings: Findings) => T | undefined,
  findings: Findings,
): readonly T[] {
  if (fields === undefined) return [];
  const path = [...fields.path, key];
  return (listField(fields, key, findings) ?? []).flatMap((value, index) => {
    const entry = fieldsOf(value, [...path, index], findings);
    const item = entry && read(entry, findings);
    return item === undefined ? [] : [item];
  });
}

const tolerationOperators = /^(Equal|Exists|Lt|Gt)$/;
const effects = /^(NoSchedule|PreferNoSchedule|NoExecute|)$/;

function toleration(entry: Fields, findings: Findings): Toleration | undefined {
  const before = findings.length;
  const operatorForm = { pattern: tolerationOperators, expected: "Equal, Exists, Lt or Gt" };
  const effectForm = { pattern: effects, expected: "NoSchedule, PreferNoSchedule or NoExecute" };
  const written = {
    key: textField(entry, "key", undefined, findings),
    operator: textField(entry, "operator", operatorForm, findings),
    value: textField(entry, "value", undefined, findings),
    effect: textField(entry, "effect", effectForm, findings),
  };
  if (findings.length > before) return undefined;
  return Object.fromEntries(
    Object.entries(written).filter(([, text]) => text !== undefined && text !== ""),
  );
}

function selector(pod: Fields, findings: Findings): Readonly<Record<string, string>> {
  const fields = below(pod, "nodeSelector", findings);
  if (fields === undefined) return {};
  return Object.fromEntries(
    Object.keys(fields.record).flatMap((key) => {
      const value = textField(fields, key, undefined, findings);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** In Kubernetes a term without expressions matches no node. A list that has only such terms matches no node either. */
function affinityTerms(pod: Fields, findings: Findings): Agent["affinityTerms"] {
  const node = below(below(pod, "affinity", findings), "nodeAffinity", findings);
  const required = below(node, "requiredDuringSchedulingIgnoredDuringExecution", findings);
  const terms = listOf(
    required,
    "nodeSelectorTerms",
    (term) => listOf(term, "matchExpressions", expression, findings),
    findings,
  );
  const matching = terms.filter((term) => term.length > 0);
  return required === undefined || matching.length > 0 ? matching : [[noNode]];
}

const noNode: NodeSelectorRequirement = { key: osLabelKey, operator: "In", values: [] };

const operators = /^(In|NotIn|Exists|DoesNotExist|Gt|Lt)$/;

function expression(entry: Fields, findings: Findings): NodeSelectorRequirement | undefined {
  const operatorForm = {
    pattern: operators,
    expected: "In, NotIn, Exists, DoesNotExist, Gt or Lt",
  };
  const key = textField(entry, "key", undefined, findings);
  const operator = textField(entry, "operator", operatorForm, findings);
  const values = listField(entry, "values", findings);
  if (key === undefined || operator === undefined) return undefined;
  const texts = (values ?? []).filter((value) => typeof value === "string");
  return {
    key,
    operator: operator as NodeSelectorRequirement["operator"],
    ...(values === undefined ? {} : { values: texts }),
  };
}
