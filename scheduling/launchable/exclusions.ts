/** Which requirements of a pool exclude instance types, and which types the pool almost launches. */

import { acceleratorOf, instanceTypes, type InstanceType } from "../catalogue/instance-catalogue";
import {
  acceleratorNameLabelKey,
  gpuNameLabelKey,
  instanceCategoryLabelKey,
  instanceFamilyLabelKey,
  instanceTypeLabelKey,
  wellKnownLabelKeys,
} from "../requirements/labels";
import { typeFilter } from "./launchable-types";
import { formatRequirement, type Requirements } from "../requirements/requirements";

export interface Exclusion {
  /** In Karpenter's words: `karpenter.k8s.aws/instance-gpu-name In [a10g l4 t4]`. */
  readonly requirement: string;
  /** How many types of the catalogue do not meet it. */
  readonly types: number;
  /** How many of these types meet all other requirements. Without this one the pool could launch them. */
  readonly alone: number;
}

/** Types that the pool seems to ask for but cannot launch, with the cause. */
export interface NearMiss {
  /** The requirements that exclude them, joined by `; `. */
  readonly excludedBy: string;
  readonly types: readonly string[];
}

/** What excludes types from a pool. */
export interface Exclusions {
  /** The strictest requirement first. Requirements that exclude nothing are left out. */
  readonly exclusions: readonly Exclusion[];
  /** The most frequent cause first. */
  readonly nearMisses: readonly NearMiss[];
}

export function exclusionsOf(requirements: Requirements): Exclusions {
  const byType = excludersByType(requirements);
  return { exclusions: byRequirement(byType), nearMisses: nearMisses(byType, requirements) };
}

function byRequirement(byType: ExcludersByType): readonly Exclusion[] {
  const types = new Map<string, number>();
  const alone = new Map<string, number>();
  for (const excluders of byType.values()) {
    for (const requirement of excluders) types.set(requirement, (types.get(requirement) ?? 0) + 1);
    const [only] = excluders;
    if (excluders.length === 1 && only !== undefined) alone.set(only, (alone.get(only) ?? 0) + 1);
  }
  return [...types]
    .map(([requirement, count]) => ({
      requirement,
      types: count,
      alone: alone.get(requirement) ?? 0,
    }))
    .sort((a, b) => b.types - a.types || compareTexts(a.requirement, b.requirement));
}

function nearMisses(byType: ExcludersByType, requirements: Requirements): readonly NearMiss[] {
  const isNamed = namedBy(requirements);
  const groups = new Map<string, string[]>();
  for (const [type, excluders] of byType) {
    if (!isNamed(type)) continue;
    const cause = excluders.join("; ");
    const group = groups.get(cause);
    if (group === undefined) groups.set(cause, [type.name]);
    else group.push(type.name);
  }
  return [...groups]
    .map(([excludedBy, types]) => ({ excludedBy, types: types.sort() }))
    .sort((a, b) => b.types.length - a.types.length || compareTexts(a.excludedBy, b.excludedBy));
}

/** Names of types, families and accelerators in the requirements that no instance type has. */
export function unknownNamesOf(requirements: Requirements): readonly string[] {
  return namingKeys.flatMap((key) => {
    const named = requirements.get(key);
    if (named === undefined || named.complement) return [];
    const known = new Set(instanceTypes().map(({ labels }) => labels[key]));
    return [...named.values].filter((name) => !known.has(name)).sort();
  });
}

const namingKeys = [
  instanceTypeLabelKey,
  instanceFamilyLabelKey,
  gpuNameLabelKey,
  acceleratorNameLabelKey,
];

/**
 * The requirements that exclude a type, in Karpenter's words. Types that no requirement excludes are
 * left out.
 */
type ExcludersByType = ReadonlyMap<InstanceType, readonly string[]>;

function excludersByType(requirements: Requirements): ReadonlyMap<InstanceType, readonly string[]> {
  const byType = new Map<InstanceType, string[]>();
  for (const requirement of requirements.values()) {
    // Types have no other labels, so other keys exclude nothing. A pool may have thousands of them.
    if (!wellKnownLabelKeys.has(requirement.key)) continue;
    const accepts = typeFilter(requirement);
    const text = formatRequirement(requirement);
    for (const type of instanceTypes()) {
      if (accepts(type)) continue;
      const excluders = byType.get(type);
      if (excluders === undefined) byType.set(type, [text]);
      else excluders.push(text);
    }
  }
  return byType;
}

/** The requirements that the type does not meet, in Karpenter's words. */
export function excludersOf(type: InstanceType, requirements: Requirements): readonly string[] {
  return [...requirements.values()]
    .filter((requirement) => !typeFilter(requirement)(type))
    .map(formatRequirement);
}

/** Whether the pool names the family, the accelerator or the accelerated category of a type. */
function namedBy(requirements: Requirements): (type: InstanceType) => boolean {
  const named = (key: string) => {
    const requirement = requirements.get(key);
    return requirement === undefined || requirement.complement ? noNames : requirement.values;
  };
  const families = new Set([
    ...named(instanceFamilyLabelKey),
    ...[...named(instanceTypeLabelKey)].map((name) => name.split(".")[0] ?? ""),
  ]);
  const [gpus, accelerators, categories] = [
    gpuNameLabelKey,
    acceleratorNameLabelKey,
    instanceCategoryLabelKey,
  ].map(named) as [ReadonlySet<string>, ReadonlySet<string>, ReadonlySet<string>];
  return (type) => {
    const { labels } = type;
    return (
      families.has(labels[instanceFamilyLabelKey] ?? "") ||
      gpus.has(labels[gpuNameLabelKey] ?? "") ||
      accelerators.has(labels[acceleratorNameLabelKey] ?? "") ||
      (categories.has(labels[instanceCategoryLabelKey] ?? "") && acceleratorOf(type) !== undefined)
    );
  };
}

const noNames: ReadonlySet<string> = new Set();

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
