/** The questions to the engines. All engines get the same input, and their answers are brought to one form and compared. */

import path from "node:path";
import { millisecondsPerMinute, minutesPerWeek } from "../../../scheduling/values/time-units";
import { stackNames } from "../../../infra/config/stack-names";
import { allowedDisruptions, openIntervals } from "../../../scheduling/budgets/disruption-budgets";
import { disruptionReasons } from "../../../scheduling/budgets/budget";
import { instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import {
  anywhere,
  type Offerings,
  type PlacementQuestion,
  type Reply,
} from "../../../scheduling/karpenter/questions";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { readNodePool, type NodePool } from "../../../scheduling/node-pool/node-pool";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { stackSubject } from "../../../report/subject/stack-subject";
import { measuredStack } from "../measured-stack";

/** One question. An engine that cannot answer it is undefined. */
export interface BenchQuestion {
  readonly name: string;
  /** Our own model, without its memory of earlier answers. */
  readonly typescript?: () => unknown;
  readonly karpenter?: (karpenter: Karpenter) => unknown;
}

const checkout = path.join(__dirname, "..", "..", "..");
/** A week in which clocks change in Europe. Any week would do. */
const monday = new Date("2026-03-23T00:00:00Z");
const nodeCount = 20;
const podCounts = [30, 300, 1000] as const;

/**
 * @param root the folder that has `stacks/`
 * @param stacks those whose pools are asked about
 */
export function benchQuestions(
  root = checkout,
  stacks: readonly string[] = stackNames(path.join(root, "stacks")),
): readonly BenchQuestion[] {
  const pools = stacks.flatMap((stack) => poolsOf(root, stack).pools);
  const placed = poolsOf(root, measuredStack("production-us-east-1", root));
  const budgets = distinct(pools.map((pool) => pool.budgets));
  return [
    filterQuestion(pools, stacks.length),
    weekByMinute(budgets),
    weekAsIntervals(budgets),
    ...podCounts.map((count) => placementQuestion(placed, count)),
    refusalQuestion(placed),
  ];
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

interface StackPools {
  readonly manifests: readonly unknown[];
  readonly pools: readonly NodePool[];
  readonly offerings: Offerings;
}

function poolsOf(root: string, stack: string): StackPools {
  const { nodePools, place } = stackSubject(root, stack);
  const manifests = nodePools.map(({ manifest }) => manifest);
  const zones = place.zones.map(({ name, id }, index) => ({
    name,
    // The choice of the zone does not affect the time of the answer.
    id: id ?? `use1-az${[1, 2, 4, 6][index % 4]}`,
  }));
  return {
    manifests,
    pools: manifests.flatMap((manifest) => readNodePool(manifest).pool ?? []),
    offerings: { region: place.region, zones },
  };
}

/** Which instance types each pool may launch. */
function filterQuestion(pools: readonly NodePool[], stackCount: number): BenchQuestion {
  return {
    name: `catalogue filter, ${pools.length} pools of ${stackCount} stacks`,
    typescript: () => {
      // A copy, because answers about the original catalogue are remembered.
      const types = [...instanceTypes()];
      return pools.map(({ requirements, labels }) =>
        launchableTypes(requirementsOf(requirements, labels), types).map(({ name }) => name),
      );
    },
    karpenter: (karpenter) =>
      karpenter
        .filter(
          pools.map(({ requirements, labels }) => ({
            requirements,
            labels,
            offerings: anywhere,
            minValuesPolicy: "BestEffort",
          })),
        )
        .map((reply) => answerOf(reply).types),
  };
}

/** How many nodes may be disrupted at every minute of a week, for each reason and each list of budgets. */
function weekByMinute(lists: readonly NodePool["budgets"][]): BenchQuestion {
  return {
    name: `a week of budgets by the minute, ${lists.length} lists x ${disruptionReasons.length} reasons`,
    typescript: () =>
      lists.map((budgets) =>
        disruptionReasons.map((reason) => {
          const runs: { from: number; allowed: number | null }[] = [];
          for (let minute = 0; minute < minutesPerWeek; minute++) {
            const at = new Date(monday.getTime() + minute * millisecondsPerMinute);
            const count = allowedDisruptions(budgets, reason, nodeCount, at);
            const allowed = count === Infinity ? null : count;
            if (runs.at(-1)?.allowed !== allowed) runs.push({ from: minute, allowed });
          }
          return runs;
        }),
      ),
    karpenter: (karpenter) =>
      karpenter
        .allowedDisruptions(
          lists.map((budgets) => ({
            budgets,
            reasons: disruptionReasons,
            nodeCount,
            from: monday,
            count: minutesPerWeek,
            stepSeconds: 60,
          })),
        )
        .map((reply) => {
          const { byReason } = answerOf(reply);
          return disruptionReasons.map((reason) => byReason[reason]);
        }),
  };
}

/** The question that our own report asks instead. */
function weekAsIntervals(lists: readonly NodePool["budgets"][]): BenchQuestion {
  return {
    name: "the same week as intervals",
    typescript: () =>
      lists.map((budgets) =>
        disruptionReasons.map((reason) =>
          openIntervals(budgets, reason, { from: monday, minutes: minutesPerWeek, nodeCount }),
        ),
      ),
  };
}

/**
 * Pods of three sizes, for all pools of a stack. The limits of the pools are left out, so that every pod finds a place.
 * A pod without a place is tried on every node, and the time for that is measured by another question.
 */
function placementQuestion({ manifests, offerings }: StackPools, count: number): BenchQuestion {
  const nodePools = manifests.map(withoutLimits);
  const third = Math.floor(count / 3);
  const gpu = { "nvidia.com/gpu": "1", cpu: "3", memory: "12Gi" };
  const pods = [
    { name: "one-gpu", count: third, pod: podOf(gpu) },
    { name: "large-gpu", count: third, pod: podOf({ ...gpu, cpu: "14", memory: "56Gi" }) },
    { name: "no-gpu", count: count - 2 * third, pod: podOf({ cpu: "1500m", memory: "3Gi" }) },
  ];
  return {
    name: `placement of ${count} pods over ${manifests.length} pools`,
    karpenter: (karpenter) => answerTo(karpenter, { nodePools, pods, offerings }),
  };
}

/** Pods of which most are beyond the limits of the pools. */
function refusalQuestion({ manifests: nodePools, offerings }: StackPools): BenchQuestion {
  const pods = [{ name: "gpu", count: 150, pod: podOf({ "nvidia.com/gpu": "1", cpu: "3" }) }];
  return {
    name: "placement of 150 pods, a third beyond the limits",
    karpenter: (karpenter) => answerTo(karpenter, { nodePools, pods, offerings }),
  };
}

function answerTo(karpenter: Karpenter, question: PlacementQuestion): unknown {
  const { nodeClaims, unschedulable, undecided } = answerOf(karpenter.place(question));
  return {
    claims: nodeClaims.map(({ nodePool, pods, instanceTypeCount }) => [
      nodePool,
      pods.length,
      instanceTypeCount,
    ]),
    unschedulable: unschedulable.map(({ pods }) => pods.length),
    undecided,
  };
}

function withoutLimits(manifest: unknown): unknown {
  const { spec, ...rest } = manifest as { readonly spec: { readonly limits?: unknown } };
  return { ...rest, spec: { ...spec, limits: {} } };
}

function podOf(limits: Readonly<Record<string, string>>): unknown {
  return { spec: { containers: [{ name: "main", resources: { limits, requests: limits } }] } };
}

function answerOf<T>({ answer, findings }: Reply<T>): T {
  if (answer !== undefined) return answer;
  throw new Error(findings.map(({ path: at, problem }) => `${at}: ${problem}`).join("; "));
}
