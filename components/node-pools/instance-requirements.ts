import { gpuClass, gpuClassNames, type GpuClassName } from "../../scheduling/catalogue/gpu-classes";
import {
  gpuCountLabelKey,
  gpuNameLabelKey,
  instanceFamilyLabelKey,
} from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import type { TierProfile } from "./tier-profiles";

/** What a stack may choose of a tier's instance types. What it leaves out is the choice of the profile. */
export interface InstanceChoice {
  readonly gpus?: readonly GpuClassName[] | undefined;
  readonly gpusPerNode?: readonly number[] | undefined;
}

/** The requirements of a tier for its instance types, with the GPUs that the stack or the profile names. */
export function instanceRequirements(
  profile: Pick<TierProfile, "requirements" | "gpus">,
  { gpus = profile.gpus?.byDefault, gpusPerNode = profile.gpus?.perNode }: InstanceChoice = {},
): readonly NodeSelectorRequirement[] {
  return [
    ...(gpus === undefined ? [] : gpuClassRequirements(gpus)),
    ...(gpusPerNode === undefined ? [] : [gpuCountRequirement(gpusPerNode)]),
    ...profile.requirements,
  ];
}

/** The count is a label of the instance type, so Karpenter never packs pods onto a larger node than the tier admits. */
function gpuCountRequirement(counts: readonly number[]): NodeSelectorRequirement {
  return { key: gpuCountLabelKey, operator: "In", values: counts.map(String) };
}

/**
 * Admits the types with GPUs of these classes. Where two classes share a name, as the A100 of p4d and the one of p4de, the
 * families of the other class are excluded.
 */
function gpuClassRequirements(
  classes: readonly GpuClassName[],
): readonly NodeSelectorRequirement[] {
  const names = [...new Set(classes.map((name) => gpuClass(name).gpuName))];
  const namesakes = gpuClassNames.filter(
    (name) => names.includes(gpuClass(name).gpuName) && !classes.includes(name),
  );
  const excluded = namesakes.flatMap((name) => gpuClass(name).families);
  return [
    { key: gpuNameLabelKey, operator: "In", values: names },
    ...(excluded.length === 0
      ? []
      : [{ key: instanceFamilyLabelKey, operator: "NotIn" as const, values: excluded }]),
  ];
}
