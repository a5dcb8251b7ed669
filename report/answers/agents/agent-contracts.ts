/**
 * Which agents would run on the nodes of which pools, and which devices would therefore never appear.
 *
 * An agent is a DaemonSet, or a workload that an operator places like one: a device plugin, an exporter, a network
 * plug-in. Kubernetes places it by the taints and labels of the node. Kubernetes knows a device only if an agent
 * publishes it. Without that agent, a node that was launched for the device is never initialised, and Karpenter neither
 * uses nor removes it.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/nodeclaim/lifecycle/initialization.go
 */

import { acceleratorOf, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { admits, requirement, requirementsOf } from "../../../scheduling/requirements/requirements";
import { formatTaint, untoleratedTaints, type Taint } from "../../../scheduling/taints/taints";
import type { Agent } from "../../../scheduling/agents/agent";
import { agentOnNode, type OnNode } from "../../../scheduling/agents/agent-on-node";

export type Verdict =
  | "runs"
  /** It runs once another agent has brought a label, or once a startup taint is gone. */
  | "runs-later"
  /** It runs on nodes of some of the pool's instance types, zones or capacity types. */
  | "runs-on-some"
  | "does-not-run";

export interface AgentContract {
  readonly agent: string;
  readonly pool: string;
  readonly verdict: Verdict;
  /** Why, in plain words. */
  readonly reason: string;
  /** The taints of the pool that keep the agent off although everything else fits, as kubectl writes them. */
  readonly untolerated: readonly string[];
  /** The types of the pool on whose nodes it would not run. Empty with `runs` and `runs-later`. */
  readonly typesWithout: readonly string[];
}

/** The devices of a pool's instance types, and who makes its nodes offer them. */
export interface DeviceContract {
  readonly pool: string;
  readonly resource: string;
  /** How many of the pool's types have such devices. */
  readonly types: number;
  /** The agents that publish the resource. */
  readonly publishers: readonly string[];
  /** Types whose devices never appear. */
  readonly typesWithout: readonly string[];
  /** Why they never appear; absent if all appear. */
  readonly reason?: string;
}

export interface AgentContracts {
  readonly contracts: readonly AgentContract[];
  readonly devices: readonly DeviceContract[];
}

/** Every agent against every pool. */
export function agentContracts(
  agents: readonly Agent[],
  pools: readonly NodePool[],
): AgentContracts {
  const answers = pools.map((pool) => contractsOfPool(agents, pool));
  return {
    contracts: answers.flatMap(({ contracts }) => contracts),
    devices: answers.flatMap(({ devices }) => devices),
  };
}

interface Placed {
  readonly agent: Agent;
  readonly contract: AgentContract;
  /** In the order of the pool's types. */
  readonly onTypes: readonly OnNode[];
}

function contractsOfPool(agents: readonly Agent[], pool: NodePool): AgentContracts {
  const types = launchableTypes(requirementsOf(pool.requirements, pool.labels));
  const alike = alikeTypes(agents, types);
  const placed = agents.map((agent): Placed => {
    const known = new Map<InstanceType, OnNode>();
    const onTypes = alike.map((type) => {
      const answer = known.get(type) ?? agentOnNode(agent, { pool, type, agents });
      known.set(type, answer);
      return answer;
    });
    return { agent, contract: contractOf(agent, pool, types, onTypes), onTypes };
  });
  return {
    contracts: placed.map(({ contract }) => contract),
    devices: devicesOf(pool, types, placed),
  };
}

/** Replaces each type by the first type that the agents treat alike. Hundreds of types become a handful. */
function alikeTypes(
  agents: readonly Agent[],
  types: readonly InstanceType[],
): readonly InstanceType[] {
  const wanted = agents.flatMap(({ nodeSelector, affinityTerms }) => [
    ...Object.entries(nodeSelector).map(([key, value]) =>
      requirement({ key, operator: "In", values: [value] }),
    ),
    ...affinityTerms.flat().map(requirement),
  ]);
  const first = new Map<string, InstanceType>();
  return types.map((type) => {
    const answers = wanted.map((one) => {
      const value = type.labels[one.key];
      return value === undefined ? "-" : admits(one, value) ? "y" : "n";
    });
    const signature = answers.join("");
    const alike = first.get(signature) ?? type;
    first.set(signature, alike);
    return alike;
  });
}

function contractOf(
  agent: Agent,
  pool: NodePool,
  types: readonly InstanceType[],
  onTypes: readonly OnNode[],
): AgentContract {
  const wanted = onTypes.filter(({ selects }) => selects);
  const untolerated = wanted.length > 0 ? blockingTaints(agent, pool) : [];
  const typesWithout = types.filter((_, index) => onTypes[index]?.runs === "no");
  const answer = (verdict: Verdict, reason: string): AgentContract => ({
    agent: agent.name,
    pool: pool.name,
    verdict,
    reason,
    untolerated: untolerated.map(formatTaint),
    typesWithout: typesWithout.map(({ name }) => name),
  });
  if (types.length === 0) return answer("does-not-run", "the pool launches no instance type");
  const no = onTypes.find(({ runs }) => runs === "no");
  const some = onTypes.find(({ runs }) => runs === "some");
  const later = onTypes.find(({ runs }) => runs === "later");
  if (no !== undefined && typesWithout.length === types.length) {
    return answer("does-not-run", (wanted[0] ?? no).reason);
  }
  if (no !== undefined) {
    const count = types.length - typesWithout.length;
    return answer("runs-on-some", `on ${count} of ${types.length} instance types: ${no.reason}`);
  }
  if (some !== undefined) return answer("runs-on-some", some.reason);
  return later === undefined
    ? answer("runs", onTypes[0]?.reason ?? "")
    : answer("runs-later", later.reason);
}

/** A PreferNoSchedule taint does not keep DaemonSets off. */
function blockingTaints({ tolerations }: Agent, { taints }: NodePool): readonly Taint[] {
  const binding = taints.filter(({ effect }) => effect !== "PreferNoSchedule");
  return untoleratedTaints(binding, tolerations);
}

function devicesOf(
  pool: NodePool,
  types: readonly InstanceType[],
  placed: readonly Placed[],
): readonly DeviceContract[] {
  const withDevice = new Map<string, number[]>();
  types.forEach((type, index) => {
    const device = acceleratorOf(type);
    if (device === undefined || device.count === 0) return;
    withDevice.set(device.resource, [...(withDevice.get(device.resource) ?? []), index]);
  });
  return [...withDevice].map(([resource, indexes]) => {
    const publishers = placed.filter(({ agent }) => agent.publishes === resource);
    const without = indexes.filter((index) =>
      publishers.every(({ onTypes }) => onTypes[index]?.runs === "no"),
    );
    const [first] = without;
    return {
      pool: pool.name,
      resource,
      types: indexes.length,
      publishers: publishers.map(({ agent }) => agent.name),
      typesWithout: without.map((index) => types[index]?.name ?? ""),
      ...(first === undefined ? {} : { reason: missingBecause(publishers, first) }),
    };
  });
}

function missingBecause(publishers: readonly Placed[], index: number): string {
  if (publishers.length === 0) return "no agent publishes it";
  return publishers
    .map(({ agent, onTypes }) => `${agent.name} ${onTypes[index]?.reason}`)
    .join("; ");
}
