/** Random requirements with keys and values of the catalogue, and some rare keys. */

import fc from "fast-check";
import { instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import {
  capacityTypeLabelKey,
  instanceTenancyLabelKey,
  regionLabelKey,
  windowsBuildLabelKey,
  zoneIdLabelKey,
  zoneLabelKey,
} from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";

const valuesByKey = new Map<string, string[]>();
for (const { labels } of instanceTypes()) {
  for (const [key, value] of Object.entries(labels)) {
    const known = valuesByKey.get(key) ?? [];
    if (known.length === 0) valuesByKey.set(key, known);
    if (!known.includes(value)) known.push(value);
  }
}
/** Keys whose values depend on the offering or the account. */
const elsewhere: readonly (readonly [string, string[]])[] = [
  [capacityTypeLabelKey, ["spot", "on-demand", "reserved", "free"]],
  [instanceTenancyLabelKey, ["default", "dedicated", "host"]],
  [zoneLabelKey, ["us-west-2a"]],
  [zoneIdLabelKey, ["usw2-az1"]],
  [regionLabelKey, ["us-west-2"]],
  [windowsBuildLabelKey, ["10.0.17763"]],
  ["karpenter.k8s.aws/capacity-reservation-id", ["cr-1"]],
  ["karpenter.k8s.aws/placement-group-id", ["pg-1"]],
  ["team", ["ml"]],
];

const all = [...valuesByKey, ...elsewhere];
const requirement: fc.Arbitrary<NodeSelectorRequirement> = fc
  .constantFrom(...all)
  .chain(([key, values]) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            fc.constantFrom("In" as const, "NotIn" as const),
            fc.array(fc.constantFrom(...values, "none"), { minLength: 1, maxLength: 8 }),
          )
          .map(([operator, chosen]) => ({ key, operator, values: chosen })),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom("Exists" as const, "DoesNotExist" as const)
          .map((operator) => ({ key, operator })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom("Gt" as const, "Lt" as const, "Gte" as const, "Lte" as const),
            fc.constantFrom("0", "1", "4", ...values.filter((value) => /^\d+$/.test(value))),
          )
          .map(([operator, bound]) => ({ key, operator, values: [bound] })),
      },
    ),
  );

/** Requirements, some of them with minValues. */
export const filterCase: fc.Arbitrary<readonly NodeSelectorRequirement[]> = fc.array(
  fc
    .tuple(requirement, fc.constantFrom(...Array<undefined>(9).fill(undefined), 1, 2, 5, 50))
    .map(([one, minValues]) => ({ ...one, ...(minValues === undefined ? {} : { minValues }) })),
  { minLength: 1, maxLength: 4 },
);
