import { acceleratorOf, instanceType } from "../../scheduling/catalogue/instance-catalogue";
import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { templateTypesOf } from "./launch-templates";
import type { NodePool } from "./node-pool";
import { listOf, readField, recordOf, textOf, within } from "./reading";
import type { ResourceView } from "./rule";

/** Groups of nodes that EKS or Auto Scaling launch, without Karpenter. */
export const nodeGroupTypes: readonly string[] = [
  "aws:eks/nodeGroup:NodeGroup",
  "aws-native:eks:Nodegroup",
  "eks:index:ManagedNodeGroup",
  "eks:index:NodeGroup",
  "eks:index:NodeGroupV2",
];

/** A node group in the terms in which rules read pools. */
export interface NodeGroup {
  /** Types with accelerators, of the group or of the launch templates that it may use. */
  readonly accelerated: readonly InstanceType[];
  /** Whether the type is that of a launch template outside of the program. */
  readonly hasUnseenType: boolean;
  readonly spot: boolean;
  /** Absent where it is not written. */
  readonly maxSize?: number;
  readonly hasLaunchTemplate: boolean;
  /** Labels, taints and name as those of a pool, so that classes and signs are read in one way. */
  readonly asPool: NodePool;
  /** `key:effect` of each taint, in the spelling of Kubernetes. */
  readonly taints: readonly string[];
}

export function nodeGroup(resource: ResourceView): NodeGroup {
  const { props, name } = resource;
  const types = [...textsAt(props, "instanceTypes"), ...textsAt(props, "instanceType")];
  const hasLaunchTemplate = readField(props, "launchTemplate").kind !== "absent";
  const fromTemplate = types.length === 0 && hasLaunchTemplate;
  const template = fromTemplate ? templateTypesOf(resource) : undefined;
  const known = template?.types ?? types.flatMap((type) => instanceType(type) ?? []);
  const taints = taintsOf(props);
  const labels = recordOf(readField(props, "labels"));
  const metadata = { name: textsAt(props, "nodeGroupName")[0] ?? name };
  const nodes = {
    ...(labels.kind === "present" ? { metadata: { labels: labels.value } } : {}),
    spec: { taints },
  };
  const spot = readField(props, "spotPrice").kind !== "absent";
  const maxSize = maxSizeOf(props);
  return {
    accelerated: known.filter((type) => acceleratorOf(type) !== undefined),
    hasUnseenType: template?.templates === 0,
    spot: spot || textsAt(props, "capacityType").includes("SPOT"),
    ...(maxSize === undefined ? {} : { maxSize }),
    hasLaunchTemplate,
    asPool: { props: { metadata, spec: { template: nodes } } },
    taints: taints.map(({ key, effect }) => `${key}:${effect}`),
  };
}

function maxSizeOf(props: unknown): number | undefined {
  const scaled = readField(props, "scalingConfig", "maxSize");
  const reading = scaled.kind === "present" ? scaled : readField(props, "maxSize");
  return reading.kind === "present" && typeof reading.value === "number"
    ? reading.value
    : undefined;
}

function textsAt(props: unknown, field: string): readonly string[] {
  const reading = readField(props, field);
  if (reading.kind !== "present") return [];
  if (!Array.isArray(reading.value)) {
    const text = textOf(reading);
    return text.kind === "present" ? [text.value] : [];
  }
  const list = listOf(reading);
  const elements = list.kind === "present" ? list.value.map(textOf) : [];
  return elements.flatMap((text) => (text.kind === "present" ? [text.value] : []));
}

interface GroupTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** EKS writes NO_SCHEDULE, and the component of @pulumi/eks also takes a map by key. */
function taintsOf(props: unknown): readonly GroupTaint[] {
  const reading = readField(props, "taints");
  if (reading.kind !== "present") return [];
  if (Array.isArray(reading.value)) {
    const list = listOf(reading);
    return (list.kind === "present" ? list.value : []).flatMap((element) => {
      const fields = recordOf(element);
      if (fields.kind !== "present") return [];
      const key = textOf(within(fields.value, [], "key"));
      return key.kind === "present" ? [taintOf(key.value, fields.value)] : [];
    });
  }
  const byKey = recordOf(reading);
  if (byKey.kind !== "present") return [];
  return Object.keys(byKey.value).flatMap((key) => {
    const fields = recordOf(within(byKey.value, [], key));
    return fields.kind === "present" ? [taintOf(key, fields.value)] : [];
  });
}

function taintOf(key: string, fields: Readonly<Record<string, unknown>>): GroupTaint {
  const value = textOf(within(fields, [], "value"));
  const effect = textOf(within(fields, [], "effect"));
  return {
    key,
    ...(value.kind === "present" ? { value: value.value } : {}),
    effect: effect.kind === "present" ? (effects[effect.value] ?? effect.value) : "",
  };
}

const effects: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};
