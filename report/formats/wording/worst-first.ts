/** The first lines of a report: what to correct first, and where. */

import { counted } from "../../../scheduling/values/wording";
import type { ReportModel, TrapOccurrence } from "../../model";
import type { RefusedObject } from "../../subject/checked-pools";
import { refusedTitle } from "./refusal-words";
import { trapsById } from "../../traps/registry";

export interface WorstItem {
  /** `pools.yaml:12`; absent where no file has the cause. */
  readonly place?: string;
  /** `gpu: Pools without limits`. */
  readonly text: string;
  /** A sentence. */
  readonly fix: string;
}

const mostItems = 5;

/** What the API server refuses, then the traps by rank. Pools with the same trap share an item. */
export function worstFirst({ refused, traps }: ReportModel): readonly WorstItem[] {
  const refusals = refused.map(itemOfRefused);
  const costly = traps.filter(({ id }) => trapsById.get(id)?.kind !== "good-to-know");
  const byId = new Map<string, TrapOccurrence[]>();
  for (const trap of costly) byId.set(trap.id, [...(byId.get(trap.id) ?? []), trap]);
  return [...refusals, ...[...byId.values()].map(itemOf)].slice(0, mostItems);
}

function itemOfRefused(one: RefusedObject): WorstItem {
  const { file, line, faults } = one;
  const [only] = faults;
  return {
    ...(file === "" ? {} : { place: `${file}:${line}` }),
    text: refusedTitle(one),
    fix:
      faults.length === 1 && only !== undefined
        ? `${only}.`
        : `Correct its ${counted(faults.length, "fault")}, which are listed below.`,
  };
}

function itemOf(found: readonly TrapOccurrence[]): WorstItem {
  const [first] = found;
  const title = trapsById.get(first?.id ?? "")?.title ?? first?.id ?? "";
  const names = [...new Set(found.flatMap(({ pool, workload }) => pool ?? workload ?? []))];
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  const of = names.length === 0 ? "" : `${names[0]}${more}: `;
  return {
    ...(first?.file === undefined ? {} : { place: `${first.file}:${first.line ?? 1}` }),
    text: `${of}${title}`,
    fix: first?.fix ?? "",
  };
}
