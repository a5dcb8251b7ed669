import { familiesOf } from "../../../scheduling/launchable/families";
import { listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/** Reported only for whole accelerated families. A single size that is missing surprises nobody. */
export const notOfferedInRegion: PoolTrap<"launchable"> = {
  id: "not-offered-in-region",
  title: "Families that the pools' zones do not offer",
  rank: 340,
  kind: "good-to-know",
  impliedBy: ["keys-without-effect"],
  fix: "Nothing, unless the pool needs these families: then add zones that offer them.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable: { notOffered, types, region } }) => {
    if (types.length === 0) return [];
    const launched = familiesOf(types);
    const missing = familiesOf(notOffered.map((name) => ({ name }))).filter(
      (family) => isAccelerated(family) && !launched.includes(family),
    );
    if (missing.length === 0) return [];
    return [
      `${listed(missing, 6)} ${missing.length === 1 ? "meets" : "meet"} the requirements, but the pool's zones in ${region} do not offer ${missing.length === 1 ? "it" : "them"}.`,
    ];
  },
};

function isAccelerated(family: string): boolean {
  return /^(p|g|gr|trn|inf|dl)\d/.test(family);
}
