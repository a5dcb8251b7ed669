import { spanText } from "../../answers/disruption/span-text";
import { blockBesideWorkingHours as misreadBlock } from "../../answers/disruption/local-windows";
import type { PoolTrap } from "../trap";

/** Karpenter reads schedules in UTC, so a block that was meant for working hours may lie beside them. */
export const blockBesideWorkingHours: PoolTrap<"nodePool" | "calendar"> = {
  id: "block-beside-working-hours",
  title: "Blocks that miss the working hours",
  rank: 150,
  kind: "costly",
  fix: "Write the schedule in UTC.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ nodePool: { budgets }, calendar: { week } }) =>
    budgets.flatMap((budget) => {
      const block = misreadBlock(budget, week);
      if (block === undefined) return [];
      const [covered, meant] = [block.workingMinutes, block.workingMinutesAsRead].map((minutes) =>
        spanText(minutes / 60),
      );
      return [
        `Schedules are in UTC: the block ${block.utc} UTC is ${block.local} in ${week.timeZone}; it covers ${covered} of the week's working hours, not ${meant}.`,
      ];
    }),
};
