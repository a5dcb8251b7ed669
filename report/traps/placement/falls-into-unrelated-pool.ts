import { landingText } from "../../answers/placement/placement-text";
import type { StackTrap } from "../trap";
import { fallsIn, fallText, priceText } from "../../answers/placement/falls";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";

/** Pods end in a pool of another class, or in one that has no class. */
export const fallsIntoUnrelatedPool: StackTrap<"pools" | "workloads"> = {
  id: "falls-into-unrelated-pool",
  title: "Workloads that fall into a pool of another class",
  rank: 200,
  kind: "costly",
  fix: "Give the pool a taint of its own, or let the pods select a label.",
  at: ["spec", "template", "spec", "taints"],
  occurrencesIn: (answers) =>
    firstOfEachPool(
      fallsIn(answers)
        .filter(({ isIntoTraining }) => !isIntoTraining)
        .map((fall) => {
          const { pool, landing } = fall;
          const purpose = landing.poolClass === undefined ? "" : ` (workload ${landing.poolClass})`;
          return {
            pool: pool.name,
            text:
              `${fallText(fall, purpose)}, on ${landingText(landing)}${priceText(landing)}: ` +
              `only its weight, ${pool.weight}, decides when it is tried.`,
          };
        }),
    ),
};
