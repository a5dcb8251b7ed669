import { landingText } from "../../answers/placement/placement-text";
import type { StackTrap } from "../trap";
import { fallsIn, fallText, priceText } from "../../answers/placement/falls";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";

/** Pods that do not train end in a training pool. */
export const tolerationFallsIntoTraining: StackTrap<"pools" | "workloads"> = {
  id: "toleration-falls-into-training",
  title: "Workloads that fall into a training pool",
  rank: 50,
  kind: "costly",
  fix: "Give the training pool a taint of its own.",
  at: ["spec", "template", "spec", "taints"],
  occurrencesIn: (answers) =>
    firstOfEachPool(
      fallsIn(answers)
        .filter(({ isIntoTraining }) => isIntoTraining)
        .map((fall) => ({
          pool: fall.pool.name,
          text:
            `${fallText(fall)}: it has no taint of its own, and its weight is ${fall.pool.weight}. ` +
            `They hold training nodes then, ${landingText(fall.landing)}${priceText(fall.landing)}.`,
        })),
    ),
};
