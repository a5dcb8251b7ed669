import { agentContracts, type AgentContracts } from "./answers/agents/agent-contracts";
import { calendarWeek, type CalendarWeek } from "./answers/disruption/calendar-week";
import { stackCost, type StackCost } from "./answers/limits/cost";
import { quotaNeeds } from "./answers/limits/quota-needs";
import type { Placements } from "./answers/placement/placement";
import type { PlacementContext } from "./answers/placement/placement-inputs";
import type { Workload } from "./subject/workload";
import { localText } from "../scheduling/budgets/local-time";
import { readNodePool, type NodePool } from "../scheduling/node-pool/node-pool";
import { faultText, pathText } from "../scheduling/values/fault";
import { assumptionsOf, sourcesOf } from "./evidence";
import type { ReportModel } from "./model";
import type { AskPlacements } from "./placement-thread/ask-placements";
import { placementFindings } from "./placement-findings";
import { poolReport } from "./pool-report";
import { tolerationOnlyWorkloads } from "./subject/toleration-only-workloads";
import { findTraps } from "./traps/find-traps";
import type { PlacedWorkload } from "./answers/placement/placed-workload";
import type { Subject } from "./subject/subject";

export interface AssembleOptions {
  /** A day of the week to show, `YYYY-MM-DD`; the day of `now` where absent. */
  readonly day?: string | undefined;
  readonly now: Date;
  /** Asks Karpenter's scheduler. It takes longest, so it is asked first. */
  readonly placements: AskPlacements;
  /** Called with what is being worked out. */
  readonly progress: (text: string) => void;
}

/** Answers every question about the subject. */
export async function assembleReport(
  subject: Subject,
  { day, now, placements, progress }: AssembleOptions,
): Promise<ReportModel> {
  const { title, about, place, timeZone, agents } = subject;
  const week = weekOf(timeZone, day ?? localText(now, timeZone).slice(0, 10));
  const { pools, findings, faulty } = readPools(subject);
  const workloads = [...subject.workloads, ...tolerationOnlyWorkloads(manifestsOf(subject))];
  const asked = placements(contextOf(subject), workloads);
  // The promise is awaited below. Without this handler, a failure before that would end the process at once.
  asked.catch(() => undefined);
  const reports = pools.map((pool) => {
    progress(`Reading what ${pool.name} does`);
    return poolReport(pool, subject.karpenter, { place, week });
  });
  const cost = sumOf(stackCost(reports.map((report) => report.cost)));
  const contracts = knownDevices(agentContracts(agents, pools), subject);
  progress("Asking Karpenter's scheduler where workloads land");
  const placed = await asked;
  return {
    version: 1,
    title,
    subject: about,
    place,
    week,
    traps: findTraps(reports, {
      pools,
      workloads: placedWorkloads(workloads, placed),
      agents,
      agentContracts: contracts,
      neuronSchedulers: subject.neuronSchedulers,
    }),
    findings: [...subject.findings, ...findings, ...placementFindings(placed, subject, faulty)],
    pools: reports,
    cost,
    quotas: quotaNeeds(reports, subject.fixedNeeds),
    workloads: placed.workloads,
    gpuPods: placed.gpuPods,
    agents: {
      agents: agents.map(({ name, purpose }) => ({ name, purpose })),
      pools: agents.length === 0 ? [] : pools.map(({ name }) => name),
      ...contracts,
    },
    assumptions: assumptionsOf(subject, cost, placed),
    sources: sourcesOf(place, cost),
  };
}

function weekOf(timeZone: string, day: string): CalendarWeek {
  const found = calendarWeek(timeZone, day);
  if ("fault" in found) throw new Error(`the week ${found.fault}`);
  return found.week;
}

function readPools({ nodePools, karpenter }: Subject): {
  readonly pools: readonly NodePool[];
  readonly findings: readonly string[];
  /** Names of the pools with findings. */
  readonly faulty: ReadonlySet<string>;
} {
  const read = nodePools.map((source) => ({
    source,
    ...readNodePool(source.manifest, karpenter.minor),
  }));
  const findings = read.flatMap(({ source, findings: faults }) =>
    faults.map(
      (fault) =>
        `${source.from}: NodePool ${source.name}: ${pathText(fault.path)}: ${faultText(fault)}`,
    ),
  );
  const pools = new Map<string, NodePool>();
  for (const { source, pool } of read) {
    if (pool === undefined) continue;
    if (!pools.has(pool.name)) pools.set(pool.name, pool);
    else {
      findings.push(
        `${source.from}: NodePool ${pool.name}: is the second one of that name and left out; rename one of them`,
      );
    }
  }
  const faulty = read.filter((one) => one.findings.length > 0).map(({ source }) => source.name);
  return { pools: [...pools.values()], findings, faulty: new Set(faulty) };
}

function manifestsOf({ nodePools }: Subject): readonly unknown[] {
  return nodePools.map(({ manifest }) => manifest);
}

function contextOf(subject: Subject): PlacementContext {
  const daemonSets = subject.daemonSets.map(({ manifest }) => manifest);
  const nodeOverlays = subject.nodeOverlays.map(({ manifest }) => manifest);
  return { place: subject.place, nodePools: manifestsOf(subject), daemonSets, nodeOverlays };
}

/** The costs of the single pools are left out, because each pool report has its own. */
function sumOf({ usdPerHour, usdPerMonth, unbounded, unpriced, prices }: StackCost) {
  return { usdPerHour, usdPerMonth, unbounded, unpriced, prices };
}

function placedWorkloads(
  workloads: readonly Workload[],
  { workloads: placements }: Placements,
): readonly PlacedWorkload[] {
  return workloads.flatMap((workload, index) => {
    const placement = placements[index];
    return placement === undefined ? [] : [{ workload, placement }];
  });
}

/** Files of manifests need not have all DaemonSets. So devices that none of them publishes are left out. */
function knownDevices({ contracts, devices }: AgentContracts, { about }: Subject): AgentContracts {
  if (about.kind === "stack") return { contracts, devices };
  const known = devices.filter(({ publishers }) => publishers.length > 0);
  return { contracts, devices: known };
}
