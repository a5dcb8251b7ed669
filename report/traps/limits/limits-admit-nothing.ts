import { counted } from "../../../scheduling/values/wording";
import { isClosedOnPurpose } from "../../answers/limits/closed-on-purpose";
import type { PoolTrap } from "../trap";

export const limitsAdmitNothing: PoolTrap<"ceiling" | "nodePool"> = {
  id: "limits-admit-nothing",
  title: "Limits that admit no node",
  rank: 30,
  kind: "costly",
  fix: "Raise the limit, or admit smaller types.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling: { shut, types, limits }, nodePool }) => {
    if (types.length === 0 || shut.length < types.length || isClosedOnPurpose(nodePool)) return [];
    const [smallest] = types;
    const binding = smallest?.binding ?? "";
    const limit = Object.hasOwn(limits, binding) ? `${binding}: ${limits[binding]}` : binding;
    return [
      `Its limits admit no node of any of its ${counted(types.length, "type")}. Even the smallest type exceeds ${limit}.`,
    ];
  },
};
