import { counted } from "../../../scheduling/values/wording";
import { deviceNoun } from "../../answers/limits/device-noun";
import type { PoolTrap } from "../trap";
import { shortfallTexts } from "./limits-contradict";

/** The limit on devices is reached with some types only: how far the pool comes depends on what EC2 has. */
export const limitsStopSomeTypes: PoolTrap<"ceiling"> = {
  id: "limits-stop-some-types",
  title: "Limits that stop some types before the limit on devices",
  rank: 247,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Raise the limit that binds first, or admit only the types that reach the limit on devices.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling }) => {
    const { shortfalls, reaching, types, resource = "", deviceLimit = 0, fewest } = ceiling;
    if (shortfalls.length === 0 || fewest === undefined || reaching === 0) return [];
    return [
      `The limit of ${deviceLimit} ${deviceNoun(resource)} is reached with ${reaching} of ${counted(types.length, "type")}. Others end earlier: ${shortfallTexts(ceiling).join(", ")}.`,
    ];
  },
};
