import { agentContracts, type AgentContracts } from "./answers/agents/agent-contracts";
import { calendarWeek, type CalendarWeek } from "./answers/disruption/calendar-week";
import { stackCost, type StackCost } from "./answers/limits/cost";
import { quotaNeeds } from "./answers/limits/quota-needs";
import type { Placements } from "./answers/placement/placement";
import type { PlacementContext } from "./answers/placement/placement-inputs";
import type { Workload } from "./subject/workload";
import { localText } from "../scheduling/budgets/local-time";
import { withCatalogueKeys } from "../scheduling/node-pool/auto-mode";
import { providerOf } from "../scheduling/node-pool/class-provider";
import { faultText, pathText, type Fault } from "../scheduling/values/fault";
import { assumptionsOf, sourcesOf } from "./evidence";
import type { ReportModel } from "./model";
import type { AskPlacements } from "./placement-thread/ask-placements";
import { placementFindings } from "./placement-findings";
import { poolReport } from "./pool-report";
import { tolerationOnlyWorkloads } from "./subject/toleration-only-workloads";
import { findTraps } from "./traps/find-traps";
import { located } from "./located-traps";
import type { PlacedWorkload } from "./answers/placement/placed-workload";
import { checkedPools, type CheckedPools, type RefusedObject } from "./subject/checked-pools";
import { misspeltPodFields } from "./subject/pod-fields";
import { podFaults } from "./subject/pod-faults";
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
  const checked = checkedPools(subject);
  const pools = checked.pools.map(({ pool }) => pool);
  const workloads = workloadsOf(subject, checked);
  const asked = placements(contextOf(subject, checked), workloads.admitted.map(withoutSource));
  // The promise is awaited below. Without this handler, a failure before that would end the process at once.
  asked.catch(() => undefined);
  const reports = poolReports(checked, subject, week, progress);
  const cost = sumOf(stackCost(reports.map((report) => report.cost)));
  const contracts = knownDevices(agentContracts(agents, pools), subject);
  progress("Asking Karpenter's scheduler where workloads land");
  const placed = await asked;
  const refused = [...checked.refused, ...workloads.refused];
  return {
    version: 1,
    title,
    subject: about,
    place,
    week,
    traps: located(
      findTraps(reports, {
        pools,
        reports,
        workloads: placedWorkloads(workloads.admitted, placed),
        agents,
        agentContracts: contracts,
        neuronSchedulers: subject.neuronSchedulers,
      }),
      { pools: checked.pools, workloads: workloads.admitted },
    ),
    refused,
    notChecked: checked.notChecked,
    findings: [
      ...subject.findings,
      ...checked.findings,
      ...placementFindings(
        placed,
        checked.pools.map(({ source }) => source),
      ),
    ],
    pools: reports,
    cost,
    quotas: quotaNeeds(reports, subject.fixedNeeds),
    workloads: shownWorkloads(workloads.admitted, placed),
    gpuPods: placed.gpuPods,
    agents: {
      agents: agents.map(({ name, purpose }) => ({ name, purpose })),
      pools: agents.length === 0 ? [] : pools.map(({ name }) => name),
      ...contracts,
    },
    assumptions: assumptionsOf(subject, checked, cost, placed),
    sources: sourcesOf(place, cost),
  };
}

function poolReports(
  { pools }: CheckedPools,
  { karpenter, place }: Subject,
  week: CalendarWeek,
  progress: AssembleOptions["progress"],
) {
  return pools.map((one) => {
    progress(`Reading what ${one.pool.name} does`);
    return poolReport(one, karpenter, { place, week });
  });
}

function weekOf(timeZone: string, day: string): CalendarWeek {
  const found = calendarWeek(timeZone, day);
  if ("fault" in found) throw new Error(`the week ${found.fault}`);
  return found.week;
}

function workloadsOf(subject: Subject, { pools }: CheckedPools) {
  const all = [
    ...subject.workloads,
    ...tolerationOnlyWorkloads(pools.map(({ manifest }) => manifest)),
  ].map(inCatalogueKeys(pools));
  const faultsOf = new Map(all.map((workload) => [workload, podFaults(workload.pod)]));
  const isRefused = (workload: Workload): boolean => (faultsOf.get(workload) ?? []).length > 0;
  return {
    admitted: all.filter((workload) => !isRefused(workload)),
    refused: all.flatMap((workload): readonly RefusedObject[] => {
      if (isRefused(workload)) return [refusedWorkload(workload, faultsOf.get(workload) ?? [])];
      const dropped = misspeltPodFields(workload.pod);
      return dropped.length === 0
        ? []
        : [{ ...refusedWorkload(workload, dropped), isOnlyStrict: true }];
    }),
  };
}

/** Where pools of EKS Auto Mode exist, pods ask for the labels of its nodes. */
function inCatalogueKeys(pools: CheckedPools["pools"]): (workload: Workload) => Workload {
  const isAutoMode = pools.some(({ written }) => providerOf(written.nodeClassRef) === "auto-mode");
  return (workload) =>
    isAutoMode ? { ...workload, pod: withCatalogueKeys(workload.pod) } : workload;
}

function refusedWorkload({ name, source }: Workload, faults: readonly Fault[]): RefusedObject {
  return {
    name,
    from: source?.from ?? "",
    file: source?.file ?? "",
    line: source?.lineOf(["metadata", "name"]) ?? 1,
    faults: faults.map((fault) => `${pathText(fault.path)}: ${faultText(fault)}`),
  };
}

/** A probe that no pool takes says nothing. */
function shownWorkloads(workloads: readonly Workload[], placed: Placements) {
  return placed.workloads.filter(
    ({ steps }, index) => steps.length > 0 || workloads[index]?.isProbe !== true,
  );
}

/** For the thread, which gets copies of plain data. */
function withoutSource({ source: _, ...workload }: Workload): Workload {
  return workload;
}

function contextOf(subject: Subject, { pools }: CheckedPools): PlacementContext {
  return {
    place: subject.place,
    nodePools: pools.map(({ manifest }) => manifest),
    daemonSets: subject.daemonSets.map(({ manifest }) => manifest),
    nodeOverlays: subject.nodeOverlays.map(({ manifest }) => manifest),
    nodeClasses: Object.fromEntries(
      pools.flatMap(({ pool, nodeClass }) =>
        nodeClass === undefined ? [] : [[pool.name, nodeClass]],
      ),
    ),
  };
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
