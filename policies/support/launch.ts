import {
  acceleratorOf,
  catalogueSource,
  instanceTypes,
} from "../../scheduling/catalogue/instance-catalogue";
import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import {
  archLabelKey,
  instanceFamilyLabelKey,
  instanceTypeLabelKey,
  labelKeyFault,
  osLabelKey,
} from "../../scheduling/requirements/labels";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import type { Requirements } from "../../scheduling/requirements/requirements";
import { listed } from "../../scheduling/values/wording";
import { fieldText } from "./message";
import { labelsPath, requirementsPath } from "./node-pool";
import type { NodePool } from "./node-pool";
import { quoted } from "./quoted";
import { poolRequirements } from "./requirements";
import type { Finding } from "./rule";

/** The instance types that meet a pool's requirements and the labels of its nodes. */
export interface Launch {
  readonly types: readonly InstanceType[];
  /** Whether anything is written that restricts the types; a pool without can launch everything. */
  readonly written: boolean;
  /** Requirements that cannot be evaluated; `types` is then too wide. */
  readonly faults: readonly Finding[];
  /** Instance types and families that the requirements name and the catalogue has not. */
  readonly unknownNames: readonly string[];
}

/** Reads only the requirements and labels that decide about instance types. */
export function launchOf(pool: NodePool): Launch {
  const { requirements, written, faults } = poolRequirements(pool, decidesTypes);
  return {
    types: launchableTypes(requirements),
    written,
    faults,
    unknownNames: unknownNames(requirements),
  };
}

/** The types of a launch that have an accelerator of one kind. */
export function typesOfKind(
  launch: Launch,
  kind: "nvidia" | "amd" | "neuron" | "qualcomm",
): readonly InstanceType[] {
  return launch.types.filter((type) => acceleratorOf(type)?.kind === kind);
}

/** `2 types (g5.xlarge, g5.2xlarge)`, the list cut after three. */
export function formatTypes(types: readonly InstanceType[], adjective: string): string {
  const noun = types.length === 1 ? "type" : "types";
  return `${types.length} ${adjective ? `${adjective} ` : ""}${noun} (${listed(types.map(({ name }) => name))})`;
}

/**
 * The finding for a pool that the catalogue cannot answer for: no type in it meets the requirements, or they name a
 * type that is not in it. Undefined otherwise.
 */
export function uncoveredFinding(launch: Launch): Finding | undefined {
  const source = `instance type catalogue of ${catalogueSource.date}`;
  const names = [...new Set(launch.unknownNames.map(quoted))];
  if (names.length > 0) {
    return {
      path: requirementsPath,
      problem: `instance types or families that are not in the ${source}`,
      got: listed(names),
      expected: "names that are in the catalogue",
      because: "An unknown type may have an accelerator.",
      fix: `remove ${listed(names)} from the requirements, or update the catalogue`,
    };
  }
  if (launch.types.length > 0) return undefined;
  return {
    path: requirementsPath,
    problem: "requirements that no instance type meets",
    got: `0 of ${instanceTypes().length} types in the ${source}`,
    expected: "requirements that at least one instance type meets",
    because: "The pool can launch nothing, or only types that are not in the catalogue.",
    fix: `correct ${fieldText(requirementsPath)} and the labels in ${fieldText(labelsPath)}, which count as requirements`,
  };
}

/** Whether a pool admits types with accelerators of families that the catalogue does not have yet. */
export function admitsNewAccelerators(pool: NodePool): boolean {
  const { requirements } = poolRequirements(pool, decidesTypes);
  return launchableTypes(requirements, newAcceleratedTypes).length > 0;
}

/** What a new accelerated type may look like: in a known category or in a new one, with GPUs or with other devices. */
const newDevices: readonly Readonly<Record<string, string>>[] = [
  {
    "instance-gpu-count": "8",
    "instance-gpu-manufacturer": "nvidia",
    "instance-gpu-name": "new",
  },
  {
    "instance-accelerator-count": "8",
    "instance-accelerator-manufacturer": "aws",
    "instance-accelerator-name": "new",
  },
];

const newAcceleratedTypes: readonly InstanceType[] = ["p", "g", "inf", "trn", "new"].flatMap(
  (category) =>
    newDevices.flatMap((devices) =>
      ["amd64", "arm64"].map((arch) => newType(category, arch, devices)),
    ),
);

function newType(
  category: string,
  arch: string,
  devices: Readonly<Record<string, string>>,
): InstanceType {
  const own = {
    "instance-category": category,
    "instance-family": `${category}99`,
    "instance-generation": "99",
    "instance-size": "48xlarge",
    "instance-cpu": "192",
    "instance-memory": "2097152",
    "instance-hypervisor": "nitro",
    ...devices,
  };
  const labels = Object.entries(own).map(([key, value]) => [`karpenter.k8s.aws/${key}`, value]);
  return {
    name: `${category}99.48xlarge`,
    labels: {
      ...(Object.fromEntries(labels) as Readonly<Record<string, string>>),
      [instanceTypeLabelKey]: `${category}99.48xlarge`,
      [archLabelKey]: arch,
      [osLabelKey]: "linux",
    },
    allocatable: {},
  };
}

let catalogueKeys: ReadonlySet<string> | undefined;

/** Whether a label key says something about instance types, or is one that no pool may use. */
function decidesTypes(key: string): boolean {
  catalogueKeys ??= new Set(instanceTypes().flatMap(({ labels }) => Object.keys(labels)));
  return catalogueKeys.has(key) || labelKeyFault(key) !== undefined;
}

function unknownNames(requirements: Requirements): readonly string[] {
  return [instanceTypeLabelKey, instanceFamilyLabelKey].flatMap((key) => {
    const named = requirements.get(key);
    if (named === undefined || named.complement) return [];
    const known = new Set(instanceTypes().map(({ labels }) => labels[key]));
    return [...named.values].filter((name) => !known.has(name));
  });
}
