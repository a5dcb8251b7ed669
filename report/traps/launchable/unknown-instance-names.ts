import { listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

export const unknownInstanceNames: PoolTrap<"launchable"> = {
  id: "unknown-instance-names",
  title: "Names that no instance type has",
  rank: 215,
  kind: "costly",
  fix: "Correct the names.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable: { unknownNames } }) =>
    unknownNames.length === 0
      ? []
      : [`Uses names that no instance type has: ${listed(unknownNames)}.`],
};
