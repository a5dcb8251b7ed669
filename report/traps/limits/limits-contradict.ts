import type { PoolCeiling } from "../../../scheduling/limits/ceilings";
import { deviceNoun } from "../../answers/limits/device-noun";
import type { PoolTrap } from "../trap";

/**
 * A limit such as memory ends the pool before its limit on devices does, whatever type it launches. Where some types
 * do reach the limit on devices, `limits-stop-some-types` says so.
 */
export const limitsContradict: PoolTrap<"ceiling"> = {
  id: "limits-contradict",
  title: "Limits that contradict each other",
  rank: 80,
  kind: "costly",
  fix: "Raise the limit that binds first, or lower the limit on devices.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling }) => {
    const { shortfalls, reaching, types, shut, resource = "", deviceLimit = 0, fewest } = ceiling;
    if (shortfalls.length === 0 || fewest === undefined || shut.length === types.length) return [];
    if (reaching > 0) return [];
    return [
      `Limits contradict each other: ${shortfallTexts(ceiling).join(", ")}. The limit is ${deviceLimit} ${deviceNoun(resource)}, and no type reaches it. With ${fewest.type} the pool stops at ${fewest.devices ?? 0} ${deviceNoun(resource)}.`,
    ];
  },
};

/** `8 of 100 GPUs on p5.48xlarge because memory binds`. Only the first text names the limit. */
export function shortfallTexts({
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
