import type { PoolCeiling } from "../../../scheduling/limits/ceilings";
import { counted } from "../../../scheduling/values/wording";
import { deviceNoun } from "../../answers/limits/device-noun";
import type { PoolTrap } from "../trap";

/** A limit such as memory ends the pool before its limit on devices does. */
export const limitsContradict: PoolTrap<"ceiling"> = {
  id: "limits-contradict",
  title: "Limits that contradict each other",
  rank: 80,
  kind: "costly",
  textsFor: ({ ceiling }) => {
    const { shortfalls, reaching, types, shut, resource = "", deviceLimit = 0, fewest } = ceiling;
    if (shortfalls.length === 0 || fewest === undefined || shut.length === types.length) return [];
    const reach =
      reaching === 0
        ? "no type reaches it"
        : `${reaching} of ${counted(types.length, "type")} ${reaching === 1 ? "reaches" : "reach"} it`;
    return [
      `Limits contradict each other: ${shortfallTexts(ceiling).join(", ")}. The limit is ${deviceLimit} ${deviceNoun(resource)}, and ${reach}. With ${fewest.type} the pool stops at ${fewest.devices ?? 0} ${deviceNoun(resource)}.`,
    ];
  },
};

/** `8 of 100 GPUs on p5.48xlarge because memory binds`. Only the first text names the limit. */
function shortfallTexts({
  deviceLimit,
  resource = "",
  shortfalls,
}: PoolCeiling): readonly string[] {
  return shortfalls.map(({ example, binding }, index) => {
    const ofLimit =
      index > 0 || deviceLimit === undefined
        ? ""
        : ` of ${deviceLimit.toLocaleString("en-US")} ${deviceNoun(resource)}`;
    return `${example.devices}${ofLimit} on ${example.type} because ${binding} binds`;
  });
}
