import {
  chainLabelKey,
  tierProfiles,
  type TierName,
  type TierProfile,
} from "../../components/node-pools/tier-profiles";
import { gpuClassNames } from "../../scheduling/catalogue/gpu-classes";
import { instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import { neuronResource } from "../../scheduling/catalogue/resource-names";
import {
  acceleratorCountLabelKey,
  acceleratorNameLabelKey,
  gpuCountLabelKey,
  instanceCategoryLabelKey,
  instanceFamilyLabelKey,
  instanceGenerationLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
  nodeTypeLabelKey,
} from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";

/** The keys of an own tier that replace a choice of its profile. */
interface OwnChoice {
  readonly families?: readonly string[] | undefined;
  readonly sizes?: readonly string[] | undefined;
}

/**
 * The profile of a tier that the stack file adds. It is the profile of another tier, with three differences:
 *
 * - Its label `node-type` is its own name, so that no pod that selects the other tier lands on it. It keeps the labels
 *   that say what the nodes have and which chain they are in.
 * - Its families and sizes replace those of the profile. What makes the profile's promise stays: the kind of accelerator, whole
 *   devices, the architecture, a driver that knows the GPUs, no metal.
 * - It may have every class of GPU, because its name promises none.
 */
export function ownProfile(
  name: string,
  from: TierName,
  { families, sizes }: OwnChoice,
): TierProfile {
  const base = tierProfiles[from];
  return {
    ...base,
    ...(base.gpus === undefined ? {} : { gpus: { ...base.gpus, choices: gpuClassNames } }),
    requirements: [
      ...base.requirements.filter(
        ({ key, operator }) =>
          !(operator !== "NotIn" && families !== undefined && familyKeys.includes(key)) &&
          !(operator !== "NotIn" && sizes !== undefined && key === instanceSizeLabelKey),
      ),
      ...(families === undefined ? [] : acceleratorRequirements(base)),
    ],
    labels: {
      ...Object.fromEntries(
        Object.entries(base.labels).filter(([key]) => keptLabelKeys.includes(key)),
      ),
      [nodeTypeLabelKey]: name,
    },
  };
}

/** The requirements by which a profile chooses families. */
const familyKeys: readonly string[] = [
  instanceCategoryLabelKey,
  instanceFamilyLabelKey,
  instanceGenerationLabelKey,
  instanceTypeLabelKey,
];

/** The label that says which kind of accelerator the nodes have, as `nvidia`. */
const acceleratorLabelKey = "accelerator";

const keptLabelKeys: readonly string[] = [acceleratorLabelKey, chainLabelKey];

/**
 * The accelerator of the profile, for profiles whose list of families says it alone. Those with GPUs have requirements for the GPU.
 */
function acceleratorRequirements({
  accelerator,
  labels,
}: TierProfile): readonly NodeSelectorRequirement[] {
  if (accelerator === neuronResource) {
    return [
      {
        key: acceleratorNameLabelKey,
        operator: "In",
        values: generationsOf(labels[acceleratorLabelKey] ?? ""),
      },
    ];
  }
  if (accelerator !== undefined) return [];
  return [
    ...[gpuCountLabelKey, acceleratorCountLabelKey].map((key) => ({
      key,
      operator: "DoesNotExist" as const,
    })),
    { key: instanceFamilyLabelKey, operator: "NotIn", values: familiesWithoutAl2023 },
  ];
}

/**
 * AL2023 needs Graviton2 or newer, and a1 has the first Graviton: such a node would never join.
 * https://docs.aws.amazon.com/linux/al2023/ug/system-requirements.html
 */
const familiesWithoutAl2023: readonly string[] = ["a1"];

/** The generations of one kind of Neuron device: `trainium` and `trainium2`. */
function generationsOf(kind: string): readonly string[] {
  const names = instanceTypes().map(({ labels }) => labels[acceleratorNameLabelKey] ?? "");
  return [...new Set(names)].filter((name) => name.replace(/\d+$/, "") === kind).sort();
}
