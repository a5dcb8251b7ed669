/** Whether an agent runs on the nodes that a pool launches with an instance type. */

import type { InstanceType } from "../catalogue/instance-catalogue";
import {
  nodeClassLabelKey,
  nodePoolLabelKey,
  normalizedLabelKey,
  wellKnownLabelKeys,
} from "../requirements/labels";
import type { NodePool } from "../node-pool/node-pool";
import {
  admits,
  formatRequirement,
  requirement,
  requirementsOf,
  type NodeSelectorRequirement,
  type Requirement,
} from "../requirements/requirements";
import { formatTaint, untoleratedTaints, type Taint } from "../taints/taints";
import type { Agent, Labelling } from "./agent";

export interface OnNode {
  /**
   * `later`: once another agent or a startup taint allows it. `some`: it depends on the zone, capacity
   * type or label value that Karpenter chooses.
   */
  readonly runs: "yes" | "later" | "some" | "no";
  /** A sentence without its subject, which is the agent. */
  readonly reason: string;
  /** Whether the node selector and affinity of the agent match, regardless of taints. */
  readonly selects: boolean;
}

export interface NodeOfPool {
  readonly pool: NodePool;
  readonly type: InstanceType;
  /** All agents of the cluster, because some set labels that others wait for. */
  readonly agents: readonly Agent[];
}

/**
 * @param waiting the agents whose placement is being determined; this ends circles of agents that wait
 * for each other
 */
export function agentOnNode(
  agent: Agent,
  node: NodeOfPool,
  waiting: readonly Agent[] = [],
): OnNode {
  const selected = selection(agent, node, [...waiting, agent]);
  if (selected.runs === "no") return selected;
  const { taints, startupTaints } = node.pool;
  const binding = taints.filter(({ effect }) => effect !== "PreferNoSchedule");
  const blocking = untoleratedTaints(binding, agent.tolerations);
  if (blocking.length > 0) {
    const names = blocking.map(formatTaint).join(" and ");
    const noun = blocking.length === 1 ? "taint" : "taints";
    return { runs: "no", selects: true, reason: `does not tolerate the ${noun} ${names}` };
  }
  if (selected.runs !== "yes") return selected;
  const early = startupTaints.filter(({ effect }) => effect !== "PreferNoSchedule");
  const [startup] = untoleratedTaints(early, agent.tolerations);
  if (startup !== undefined) {
    const reason = `waits until the startup taint ${formatTaint(startup)} is removed`;
    return { runs: "later", selects: true, reason };
  }
  return { ...selected, reason: runsBecause(binding) };
}

function runsBecause(binding: readonly Taint[]): string {
  return binding.length === 0
    ? "no taint keeps it off"
    : `tolerates ${binding.map(formatTaint).join(" and ")}`;
}

/** The best answer for the terms of the affinity, each combined with the node selector. */
function selection(agent: Agent, node: NodeOfPool, waiting: readonly Agent[]): OnNode {
  const selector = Object.entries(agent.nodeSelector).map(
    ([key, value]): NodeSelectorRequirement => ({ key, operator: "In", values: [value] }),
  );
  const terms = agent.affinityTerms.length === 0 ? [[]] : agent.affinityTerms;
  const answers = terms.map((term) =>
    worst([...selector, ...term].map((wanted) => expression(wanted, node, waiting))),
  );
  return answers.reduce((a, b) => (rank(b) > rank(a) ? b : a));
}

const order: readonly OnNode["runs"][] = ["no", "some", "later", "yes"];
const yes: OnNode = { runs: "yes", selects: true, reason: "runs" };

function rank({ runs }: OnNode): number {
  return order.indexOf(runs);
}

function worst(answers: readonly OnNode[]): OnNode {
  return answers.reduce((a, b) => (rank(b) < rank(a) ? b : a), yes);
}

/**
 * Whether a node meets one expression: by a label at launch, by a value that Karpenter chooses, or by a
 * later label.
 */
function expression(
  wanted: NodeSelectorRequirement,
  node: NodeOfPool,
  waiting: readonly Agent[],
): OnNode {
  const key = normalizedLabelKey(wanted.key);
  const normal = requirement(wanted);
  const value = valueAtLaunch(key, node);
  if (value !== undefined) {
    if (admits(normal, value)) return yes;
    // The labels of a type differ between the nodes of the pool, so their value is not quoted.
    if (node.type.labels[key] !== undefined) return lacks(normal);
    return no(`wants ${formatRequirement(normal)}, its nodes have ${value}`);
  }
  const chosen = requirementsOf(node.pool.requirements).get(key);
  if (chosen !== undefined && !chosen.complement && chosen.values.size > 0) {
    return amongChosenValues(normal, chosen);
  }
  if (acceptsAbsence(wanted)) return yes;
  if (wellKnownLabelKeys.has(key) && !definedByType(key)) {
    return some(`depends on the node's ${key}: wants ${formatRequirement(normal)}`);
  }
  return labelFromOtherAgent(key, normal, node, waiting);
}

function valueAtLaunch(key: string, { pool, type }: NodeOfPool): string | undefined {
  if (key === nodePoolLabelKey) return pool.name;
  if (key === nodeClassLabelKey) return pool.nodeClass;
  return type.labels[key] ?? pool.labels[key];
}

/** For a label whose value Karpenter chooses among those that the pool names. */
function amongChosenValues(wanted: Requirement, chosen: Requirement): OnNode {
  const fitting = [...chosen.values].filter((value) => admits(wanted, value));
  if (fitting.length === chosen.values.size) return yes;
  const got = formatRequirement(chosen);
  if (fitting.length === 0) return no(`wants ${formatRequirement(wanted)}, the pool has ${got}`);
  return some(`depends on the node: wants ${formatRequirement(wanted)}, the pool has ${got}`);
}

function acceptsAbsence({ operator }: NodeSelectorRequirement): boolean {
  return operator === "NotIn" || operator === "DoesNotExist";
}

/**
 * Whether a well-known label describes the instance type. A type without the property does not have the
 * label.
 */
function definedByType(key: string): boolean {
  return key.startsWith("karpenter.k8s.aws/instance-") && !key.endsWith("-tenancy");
}

function labelFromOtherAgent(
  key: string,
  wanted: Requirement,
  node: NodeOfPool,
  waiting: readonly Agent[],
): OnNode {
  for (const setter of node.agents) {
    const labelling = setter.labelling?.find(({ prefix }) => key.startsWith(prefix));
    if (labelling === undefined || waiting.includes(setter)) continue;
    const there = agentOnNode(setter, node, waiting);
    if (there.runs !== "no") return afterOtherAgent(key, labelling, setter, there);
    // The same taint keeps this agent off: without it the other agent would run and set the label.
    return { ...no(`never gets ${key}: ${setter.name} ${there.reason}`), selects: there.selects };
  }
  // It is often installed by Helm, so the manifests may lack it.
  if (key.startsWith(nodeFeaturePrefix)) {
    return some(`depends on ${key}, which Node Feature Discovery sets; it is none of these agents`);
  }
  return lacks(wanted);
}

const nodeFeaturePrefix = "feature.node.kubernetes.io/";

function lacks(wanted: Requirement): OnNode {
  return no(`wants ${formatRequirement(wanted)}, which its nodes do not have`);
}

function afterOtherAgent(key: string, { by }: Labelling, setter: Agent, there: OnNode): OnNode {
  const reason = `unknown at launch: ${key} is set by ${by} once ${setter.name} has run there`;
  return { runs: there.runs === "some" ? "some" : "later", selects: true, reason };
}

function no(reason: string): OnNode {
  return { runs: "no", selects: false, reason };
}

function some(reason: string): OnNode {
  return { runs: "some", selects: true, reason };
}
