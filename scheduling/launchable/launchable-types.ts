/**
 * What a NodePool can launch: its requirements against every instance type of the catalogue.
 *
 * Follows `compatible` in pkg/controllers/provisioning/scheduling/nodeclaim.go of
 * kubernetes-sigs/karpenter v1.14.1, with the requirements of a type from `computeRequirements` in
 * pkg/providers/instancetype/types.go of karpenter-provider-aws v1.14.1. Zones and capacity types
 * are taken to be offered everywhere: the catalogue does not know better.
 */

import { capacityTypes } from "../requirements/capacity-types";
import { instanceTypes, type InstanceType } from "../catalogue/instance-catalogue";
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
  conflict,
  requirement,
  type Requirement,
  type Requirements,
} from "../requirements/requirements";

export interface MinValuesShortfall {
  readonly key: string;
  readonly minValues: number;
  /** How many different values the types offer. */
  readonly offered: number;
}

/**
 * The types that a pool with these requirements may launch, in the order given. `minValues` are
 * left aside, because whether they bind is a setting of Karpenter; see minValuesShortfalls.
 */
export function launchableTypes(
  requirements: Requirements,
  types: readonly InstanceType[] = instanceTypes(),
): readonly InstanceType[] {
  if (types !== instanceTypes()) return filtered(requirements, types);
  const key = JSON.stringify([...requirements.values()], asPlainJson);
  const known = ofCatalogue.get(key);
  if (known !== undefined) return known;
  const launchable = filtered(requirements, types);
  if (ofCatalogue.size === keptAnswers) ofCatalogue.clear();
  ofCatalogue.set(key, launchable);
  return launchable;
}

/** Half a dozen checks ask the same of every pool of a stack, and a catalogue never changes. */
const ofCatalogue = new Map<string, readonly InstanceType[]>();
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
  // Of other labels types say nothing, and a pool may have thousands of them.
  const filters = [...requirements.values()]
    .filter(({ key }) => wellKnownLabelKeys.has(key) || labelKeys.has(key))
    .map(valueFilter);
  return types.filter((type) => filters.every((filter) => filter.accepts(type)));
}

function labelKeysOf(types: readonly InstanceType[]): ReadonlySet<string> {
  const keys = new Set<string>();
  // Those of the catalogue are all well known.
  if (types === instanceTypes()) return keys;
  for (const { labels } of types) for (const key of Object.keys(labels)) keys.add(key);
  return keys;
}

/** A test for many types: whether each can meet the requirement. */
export function typeFilter(requirement: Requirement): (type: InstanceType) => boolean {
  return valueFilter(requirement).accepts;
}

/** The `minValues` that the types cannot offer: with Karpenter's default policy the pool launches nothing. */
export function minValuesShortfalls(
  requirements: Requirements,
  types: readonly InstanceType[] = launchableTypes(requirements),
): MinValuesShortfall[] {
  const shortfalls: MinValuesShortfall[] = [];
  for (const { key, minValues } of requirements.values()) {
    if (minValues === undefined) continue;
    const values = types.flatMap((type) => [...(requirementOf(type, key)?.values ?? [])]);
    const offered = new Set(values).size;
    if (offered < minValues) shortfalls.push({ key, minValues, offered });
  }
  return shortfalls;
}

interface ValueFilter {
  readonly accepts: (type: InstanceType) => boolean;
}

/** Decides each distinct label value once: 1,363 types share a few hundred values at most. */
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

/** What a type says about a key, or undefined when it says nothing and any value will do. */
function requirementOf(type: InstanceType, key: string): Requirement | undefined {
  const value = type.labels[key];
  if (value !== undefined) return exactly(key, value);
  return offeredElsewhere.get(key) ?? (definedByTypes.has(key) ? absent(key) : undefined);
}

/** Every pool is held against the same few hundred label values. */
const exactRequirements = new Map<string, Requirement>();

function exactly(key: string, value: string): Requirement {
  const name = `${key}=${value}`;
  const known = exactRequirements.get(name);
  if (known !== undefined) return known;
  const made = requirement({ key, operator: "In", values: [value] });
  exactRequirements.set(name, made);
  return made;
}

/** Labels that come with the offering or the account, not with the type. */
const offeredElsewhere: ReadonlyMap<string, Requirement> = new Map(
  [
    requirement({ key: capacityTypeLabelKey, operator: "In", values: capacityTypes }),
    requirement({ key: instanceTenancyLabelKey, operator: "In", values: ["default", "dedicated"] }),
    requirement({ key: zoneLabelKey, operator: "Exists" }),
    requirement({ key: zoneIdLabelKey, operator: "Exists" }),
    requirement({ key: regionLabelKey, operator: "Exists" }),
  ].map((r) => [r.key, r]),
);

/** Capacity reservations and placement groups depend on the node class: nothing is known here. */
const definedByNodeClass = /\/(capacity-reservation|placement-group)-/;

/** Keys for which a type without the label counts as DoesNotExist. */
const definedByTypes: ReadonlySet<string> = new Set([
  windowsBuildLabelKey,
  ...allowedKarpenterAwsLabelKeys.filter(
    (key) => key !== nodeClassLabelKey && !definedByNodeClass.test(key),
  ),
]);

function absent(key: string): Requirement {
  return requirement({ key, operator: "DoesNotExist" });
}
