/**
 * Which instance types of the catalogue a NodePool can launch.
 *
 * Follows `compatible` in pkg/controllers/provisioning/scheduling/nodeclaim.go of
 * kubernetes-sigs/karpenter v1.15.0, with the requirements of a type from `computeRequirements` in
 * pkg/providers/instancetype/types.go of karpenter-provider-aws v1.15.2. Every type is assumed to be
 * offered in every zone and capacity type, because the catalogue has no offerings.
 */

import { capacityTypes } from "../requirements/capacity-types";
import { instanceTypes, type InstanceType } from "../catalogue/instance-catalogue";
import { newestKarpenterMinor, type KarpenterMinor } from "../values/karpenter-minor";
import {
  allowedKarpenterAwsLabelKeys,
  capacityTypeLabelKey,
  instanceTenancyLabelKey,
  nodeClassLabelKey,
  regionLabelKey,
  windowsBuildLabelKey,
  wellKnownLabelKeys,
  zoneIdLabelKey,
  zoneLabelKey,
} from "../requirements/labels";
import {
  admits,
  conflict,
  requirement,
  type Requirement,
  type Requirements,
} from "../requirements/requirements";

export interface MinValuesShortfall {
  readonly key: string;
  readonly minValues: number;
  /** How many different values the types have. */
  readonly offered: number;
}

/**
 * The types that a pool with these requirements can launch, in the order given. `minValues` is ignored,
 * because it is a setting of Karpenter whether it is enforced; see minValuesShortfalls.
 */
export function launchableTypes(
  requirements: Requirements,
  types: readonly InstanceType[] = instanceTypes(),
): readonly InstanceType[] {
  if (types !== instanceTypes()) return filtered(requirements, types);
  const key = JSON.stringify([...requirements.values()], asPlainJson);
  const known = answersForCatalogue.get(key);
  if (known !== undefined) return known;
  const launchable = filtered(requirements, types);
  if (answersForCatalogue.size === keptAnswers) answersForCatalogue.clear();
  answersForCatalogue.set(key, launchable);
  return launchable;
}

/** A cache: several checks ask the same for each pool of a stack, and the catalogue never changes. */
const answersForCatalogue = new Map<string, readonly InstanceType[]>();
const keptAnswers = 500;

function asPlainJson(_key: string, value: unknown): unknown {
  if (value instanceof Set) return [...(value as Set<unknown>)];
  return typeof value === "bigint" ? String(value) : value;
}

function filtered(
  requirements: Requirements,
  types: readonly InstanceType[],
): readonly InstanceType[] {
  const labelKeys = labelKeysOf(types);
  // Types have no other labels, and a pool may have thousands of requirements on them.
  const filters = [...requirements.values()]
    .filter(({ key }) => wellKnownLabelKeys.has(key) || labelKeys.has(key))
    .map(valueFilter);
  return types.filter((type) => filters.every((filter) => filter.accepts(type)));
}

function labelKeysOf(types: readonly InstanceType[]): ReadonlySet<string> {
  const keys = new Set<string>();
  // All labels of the catalogue are well known.
  if (types === instanceTypes()) return keys;
  for (const { labels } of types) for (const key of Object.keys(labels)) keys.add(key);
  return keys;
}

/** Returns a fast test for many types: whether a type meets the requirement. */
export function typeFilter(requirement: Requirement): (type: InstanceType) => boolean {
  return valueFilter(requirement).accepts;
}

/**
 * The `minValues` that the types do not satisfy. With Karpenter's default policy the pool then launches
 * nothing.
 *
 * @param minor since 1.15 only values that the requirement allows are counted: a type in two capacity types
 *   counts once for a pool on Spot alone
 *   (https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/cloudprovider/types.go#L473)
 */
export function minValuesShortfalls(
  requirements: Requirements,
  types: readonly InstanceType[] = launchableTypes(requirements),
  minor: KarpenterMinor = newestKarpenterMinor,
): MinValuesShortfall[] {
  const shortfalls: MinValuesShortfall[] = [];
  for (const wanted of requirements.values()) {
    const { key, minValues } = wanted;
    if (minValues === undefined) continue;
    const values = types
      .flatMap((type) => [...(requirementOf(type, key)?.values ?? [])])
      .filter((value) => minor === "1.14" || admits(wanted, value));
    const offered = new Set(values).size;
    if (offered < minValues) shortfalls.push({ key, minValues, offered });
  }
  return shortfalls;
}

interface ValueFilter {
  readonly accepts: (type: InstanceType) => boolean;
}

/** Decides once for each value of the label: 1,363 types share a few hundred values at most. */
function valueFilter(incoming: Requirement): ValueFilter {
  const verdicts = new Map<string | undefined, boolean>();
  return {
    accepts: (type) => {
      const value = type.labels[incoming.key];
      let verdict = verdicts.get(value);
      if (verdict === undefined) {
        const existing = requirementOf(type, incoming.key);
        verdict = existing === undefined || !conflict(existing, incoming);
        verdicts.set(value, verdict);
      }
      return verdict;
    },
  };
}

/** The requirement of a type on a key. Undefined where the type does not restrict the key. */
function requirementOf(type: InstanceType, key: string): Requirement | undefined {
  const value = type.labels[key];
  if (value !== undefined) return exactly(key, value);
  return offeredElsewhere.get(key) ?? (definedByTypes.has(key) ? absent(key) : undefined);
}

/** A cache: every pool is compared with the same few hundred label values. */
const exactRequirements = new Map<string, Requirement>();

function exactly(key: string, value: string): Requirement {
  const name = `${key}=${value}`;
  const known = exactRequirements.get(name);
  if (known !== undefined) return known;
  const made = requirement({ key, operator: "In", values: [value] });
  exactRequirements.set(name, made);
  return made;
}

/** Labels that depend on the offering or the account, not on the type. */
const offeredElsewhere: ReadonlyMap<string, Requirement> = new Map(
  [
    requirement({ key: capacityTypeLabelKey, operator: "In", values: capacityTypes }),
    requirement({ key: instanceTenancyLabelKey, operator: "In", values: ["default", "dedicated"] }),
    requirement({ key: zoneLabelKey, operator: "Exists" }),
    requirement({ key: zoneIdLabelKey, operator: "Exists" }),
    requirement({ key: regionLabelKey, operator: "Exists" }),
  ].map((r) => [r.key, r]),
);

/** Labels of capacity reservations and placement groups depend on the node class, which is not known here. */
const definedByNodeClass = /\/(capacity-reservation|placement-group)-/;

/** Keys for which a type without the label has the requirement DoesNotExist. */
const definedByTypes: ReadonlySet<string> = new Set([
  windowsBuildLabelKey,
  ...allowedKarpenterAwsLabelKeys.filter(
    (key) => key !== nodeClassLabelKey && !definedByNodeClass.test(key),
  ),
]);

function absent(key: string): Requirement {
  return requirement({ key, operator: "DoesNotExist" });
}
