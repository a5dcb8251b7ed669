/** Random pairs of requirement sets that reach every branch of Karpenter's code often. */

import fc from "fast-check";
import type { RequirementsQuestion } from "../../scheduling/karpenter/questions";
import { operators, type Operator } from "../../scheduling/requirements/operators";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";

/** Only a few keys, so that both sides often have the same: well-known keys, old beta names, custom keys, keys that Karpenter sets. */
const keys = [
  "karpenter.k8s.aws/instance-cpu",
  "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/zone",
  "topology.ebs.csi.aws.com/zone",
  "kubernetes.io/arch",
  "beta.kubernetes.io/arch",
  "karpenter.k8s.aws/ec2nodeclass",
  "team",
  "workload",
];

export const largest = "9223372036854775807";
export const smallest = "-9223372036854775808";

const smallInteger = fc.integer({ min: 0, max: 6 }).map(String);
/** Texts that Go's Atoi accepts and refuses, also at the limits of 64 bits. */
const oddInteger = fc.constantFrom(
  "-1",
  "+3",
  "007",
  "-0",
  "",
  "a",
  "3.0",
  "0x3",
  "1_000",
  " 3",
  "9223372036854775806",
  largest,
  "9223372036854775808",
  smallest,
  "-9223372036854775809",
  "99999999999999999999",
);
const word = fc.constantFrom("a", "b", "c", "us-west-2a", "amd64", "true");
const value = fc.oneof(
  { weight: 6, arbitrary: smallInteger },
  { weight: 1, arbitrary: oddInteger },
  { weight: 3, arbitrary: word },
);
const bound = fc.oneof(
  { weight: 8, arbitrary: smallInteger },
  { weight: 2, arbitrary: oddInteger },
  { weight: 1, arbitrary: fc.constantFrom(largest, smallest) },
);

const written: fc.Arbitrary<NodeSelectorRequirement> = fc
  .tuple(
    fc.constantFrom(...keys),
    fc.constantFrom(...operators),
    fc.array(value, { maxLength: 7 }),
    bound,
    fc.constantFrom(undefined, undefined, undefined, undefined, 1, 2, 3),
  )
  .map(([key, operator, several, one, minValues]) => ({
    key,
    operator,
    ...valuesFor(operator, several, one),
    ...(minValues === undefined ? {} : { minValues }),
  }));

function valuesFor(
  operator: Operator,
  several: readonly string[],
  one: string,
): { readonly values?: readonly string[] } {
  switch (operator) {
    case "In":
    case "NotIn":
      return { values: several };
    case "Gt":
    case "Lt":
    case "Gte":
    case "Lte":
      return { values: [one] };
    default:
      // Exists and DoesNotExist ignore their values.
      return several.length > 5 ? { values: several } : {};
  }
}

const side = fc.record({
  requirements: fc.array(written, { maxLength: 4 }),
  labels: fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 2, noNullPrototype: true }),
});

export const requirementCase: fc.Arbitrary<RequirementsQuestion> = fc.record({
  nodeSide: side,
  podSide: side,
  allowUndefinedWellKnown: fc.boolean(),
});
