import { capacityTypeLabelKey } from "../../../scheduling/requirements/labels";
import { formatRequirement } from "../../../scheduling/requirements/requirements";
import { fieldText, optionally } from "../../support/message";
import { capacityReservationTermsPath, nodeClassTypes } from "../../support/node-class";
import {
  labelsPath,
  nodeClassNamePath,
  nodePool,
  nodePoolTypes,
  requirementsPath,
} from "../../support/node-pool";
import { quoted } from "../../support/quoted";
import { fieldOf, listOf, readField, shapeFinding, textOf } from "../../support/reading";
import { poolRequirements } from "../../support/requirements";
import type { Finding, ResourceView, StackRule } from "../../support/rule";

export const capReservedHasSelector: StackRule<object> = {
  id: "cap-reserved-has-selector",
  title: "Pools that ask for reserved capacity name a node class that selects reservations.",
  why: "Karpenter uses only the reservations that the EC2NodeClass selects. Without a selector you pay for a reservation that stays empty, and Karpenter launches on-demand nodes instead, or none.",
  severity: "high",
  level: "mandatory",
  types: [...nodePoolTypes, ...nodeClassTypes],
  subjects: nodePoolTypes,
  guardedPaths: [requirementsPath, labelsPath, nodeClassNamePath, capacityReservationTermsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "All requirements on `karpenter.sh/capacity-type` apply together, a node label of that key included. A pool is checked if the remaining list has `reserved`.",
    "A pool without such a requirement, or with `NotIn` or `Exists`, may use reserved capacity but does not ask for it. It is not checked.",
    "The EC2NodeClass is found by `nodeClassRef.name` among those of the pool's own cluster, which is what has the same provider. It must have at least one term in `capacityReservationSelectorTerms`. A patch of the class counts, also a patch that empties the list.",
    "A class that is not in the program cannot be checked, which is a finding: declare it in the program, or import it.",
    "The rule needs the whole program, so it runs at the end: it stops a preview, but it only reports on an update that is in progress.",
  ],
  since: "0.1.0",
  checkAmong: (resource, program) => {
    const pool = nodePool(resource);
    const capacity = poolRequirements(pool, (key) => key === capacityTypeLabelKey);
    if (capacity.faults.length > 0) return capacity.faults;
    const written = capacity.requirements.get(capacityTypeLabelKey);
    if (written === undefined || written.complement || !written.values.has("reserved")) return [];
    const got = formatRequirement({ ...written, values: new Set([...written.values].map(quoted)) });
    const name = textOf(fieldOf(pool, nodeClassNamePath));
    if (name.kind === "misshapen") return [shapeFinding(name)];
    if (name.kind === "absent") return [unnamedFinding(got)];
    const classes = program.filter(
      (view) =>
        nodeClassTypes.includes(view.type) &&
        view.provider === resource.provider &&
        isNamed(view, name.value),
    );
    return selectorFindings(classes, got);
  },
};

function unnamedFinding(got: string): Finding {
  return {
    path: nodeClassNamePath,
    problem: "reserved capacity without a node class to select it",
    got: `nothing, with ${got}`,
    expected: "the name of an EC2NodeClass of the program",
    because: "The API server refuses a pool without a node class.",
    fix: `write the name of an EC2NodeClass at ${fieldText(nodeClassNamePath)}`,
  };
}

function selectorFindings(parts: readonly ResourceView[], got: string): readonly Finding[] {
  if (parts.length === 0) return [unknownClassFinding(got)];
  const terms = parts.map((part) => listOf(fieldOf(part, capacityReservationTermsPath)));
  const misshapen = terms.flatMap((term) => (term.kind === "misshapen" ? [term] : []));
  if (misshapen.length > 0) return misshapen.map(shapeFinding);
  const lengths = terms.flatMap((term) => (term.kind === "present" ? [term.value.length] : []));
  if (lengths.length > 0 && !lengths.includes(0)) return [];
  return [
    {
      path: requirementsPath,
      problem: "reserved capacity, but the pool's EC2NodeClass selects no reservation",
      got: `${got}, and ${lengths.includes(0) ? "an empty" : "no"} ${fieldText(capacityReservationTermsPath)}`,
      expected: `at least one term in ${fieldText(capacityReservationTermsPath)} of the class`,
      because:
        "Karpenter knows no reserved offering for the pool: it launches its other capacity types, and with reserved alone it launches nothing.",
      fix: `add the reservation's id or tags to ${fieldText(capacityReservationTermsPath)} of the class, or remove reserved from the values of ${capacityTypeLabelKey}`,
    },
  ];
}

/** A class whose name is unknown at preview does not match, because a pool can only name it in plain text. */
function isNamed({ props }: ResourceView, name: string): boolean {
  const written = optionally(() => textOf(readField(props, "metadata", "name")));
  return written?.kind === "present" && written.value === name;
}

function unknownClassFinding(got: string): Finding {
  return {
    path: nodeClassNamePath,
    problem: "reserved capacity from a node class that is not in the program",
    got: `a class of another name, with ${got}`,
    expected: "an EC2NodeClass of the program",
    because:
      "Whether the class selects reservations cannot be seen here; if it does not, the reservation is paid and stays empty.",
    fix: `declare or import the class of ${fieldText(nodeClassNamePath)} in this program, with ${fieldText(capacityReservationTermsPath)}, or remove reserved from the values of ${capacityTypeLabelKey}`,
  };
}
