import type { PoolReport } from "../../report/model";
import type { FoundTrap } from "../../report/traps/find-traps";
import { agentKeptOff } from "../../report/traps/agents/agent-kept-off";
import { devicesNeverAppear } from "../../report/traps/agents/devices-never-appear";
import { doNotDisruptOnSpot } from "../../report/traps/placement/do-not-disrupt-on-spot";
import { fallsIntoUnrelatedPool } from "../../report/traps/placement/falls-into-unrelated-pool";
import { replicasShareANode } from "../../report/traps/placement/replicas-share-a-node";
import { tolerationFallsIntoTraining } from "../../report/traps/placement/toleration-falls-into-training";
import type { PoolTrap, StackAnswers, StackTrap } from "../../report/traps/trap";

/** The texts of the traps that one pool has, in the order of the traps. */
export function foundInPool<Inputs extends keyof PoolReport>(
  traps: readonly PoolTrap<Inputs>[],
  pool: Pick<PoolReport, Inputs>,
): readonly { readonly id: string; readonly text: string }[] {
  return traps.flatMap((trap) => trap.textsFor(pool).map((text) => ({ id: trap.id, text })));
}

/** The texts of the traps that one pool has, by the traps' ids. */
export function textsById<Inputs extends keyof PoolReport>(
  traps: readonly PoolTrap<Inputs>[],
  pool: Pick<PoolReport, Inputs>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(foundInPool(traps, pool).map(({ id, text }) => [id, text]));
}

/** The traps that pools have together, in the order of the traps. */
function foundInStack<Inputs extends keyof StackAnswers>(
  traps: readonly StackTrap<Inputs>[],
  answers: Pick<StackAnswers, Inputs>,
): readonly FoundTrap[] {
  return traps.flatMap((trap) =>
    trap.occurrencesIn(answers).map((occurrence) => ({ id: trap.id, ...occurrence })),
  );
}

export function foundAmongAgents(
  given: Pick<StackAnswers, "pools" | "agents" | "agentContracts"> &
    Partial<Pick<StackAnswers, "reports">>,
): readonly FoundTrap[] {
  const answers = { reports: [], ...given };
  return foundInStack<keyof typeof answers>([devicesNeverAppear, agentKeptOff], answers);
}

export function foundInPlacements(
  answers: Pick<StackAnswers, "pools" | "workloads">,
): readonly FoundTrap[] {
  return foundInStack<keyof typeof answers>(
    [tolerationFallsIntoTraining, fallsIntoUnrelatedPool, doNotDisruptOnSpot, replicasShareANode],
    answers,
  );
}
